/**
 * Pseudo timers: SPECIAL TIMER and DEFINE TIMER. START I/O stores date, time and processor times where its CCW says, and that is all: no interruption follows
 * (SC19-6203, "Pseudo Timer").
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import { area, CSW_STATUS, fetchCcw, storeArea, type Wrong } from "../console/channel-program.ts";
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import type { Vm } from "../vm.ts";
import type { Csw, VirtualDevice } from "./state.ts";

const BYTES = 24;
/** Microseconds of a unit of the interval timer in its highest resolution. */
const UNIT = 13;

export class PseudoTimers {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.channels.handle("timer", {
      start: (vm, _device, program, key) => this.#start(vm, program, key),
      queryLines: (_vm, { address }) => [`TIMR ${deviceAddress(address)}`],
    });
    cp.devices.handle("special", (vm, statement) => {
      if (statement.kind === "special" && statement.type === "TIMER") this.define(vm, statement.address);
    });
  }

  define(vm: Vm, address: number): VirtualDevice {
    return this.#cp.devices.add(vm, { address, kind: "timer", type: "TIMER", data: undefined });
  }

  #start(vm: Vm, program: number, key: number): 0 | Csw {
    const ccw = fetchCcw(vm, program, key, true, false);
    if ("check" in ccw) return wrong(ccw, key);
    const place = area(vm, ccw, BYTES, key, true);
    if (place.check !== undefined) return wrong({ check: place.check, place: ccw.place }, key);
    storeArea(vm, place, this.#information(vm));
    return 0;
  }

  #information({ state }: Vm): Uint8Array {
    const bytes = new Uint8Array(BYTES);
    const { virtual, overhead } = state.time;
    bytes.set(encodeEbcdic(dateText(this.#cp) + timeOfDay(this.#cp)));
    const view = new DataView(bytes.buffer);
    view.setUint32(16, virtual / UNIT);
    view.setUint32(20, (virtual + overhead) / UNIT);
    return bytes;
  }
}

/** The address is that of the CCW behind the wrong one. */
function wrong({ check, place }: Wrong, key: number): Csw {
  return { high: ((key << 24) | ((place + 8) & 0xffffff)) >>> 0, low: CSW_STATUS[check] };
}
