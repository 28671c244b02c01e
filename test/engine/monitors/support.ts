/** Guests assembled from source, on a machine of their own under the minimal monitor. */
import { MinimalMonitor, type MinimalMonitorOptions } from "../../../engine/monitors/index.ts";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { System370 } from "../../../engine/s370/index.ts";

/** Bytes of a guest's storage here. */
export const GUEST_STORAGE = 0x10000;

export function program(source: string) {
  const assembly = assemble(source);
  if (assembly.errors.length > 0)
    throw new Error(assembly.errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  return assembly;
}

export interface Ran {
  readonly machine: System370;
  readonly monitor: MinimalMonitor;
}

/** Guests "a", "b", … of these programs, ready to run. */
export function underMonitor(sources: readonly string[], options: Partial<MinimalMonitorOptions> = {}): Ran {
  const machine = new System370({ storageSize: 0x80000 });
  machine.trace.recording = true;
  const monitor = new MinimalMonitor({
    guests: sources.map((source, i) => ({
      id: "abcdefgh"[i],
      storageSize: GUEST_STORAGE,
      segments: program(source).segments,
    })),
    ...options,
  });
  monitor.install(machine);
  return { machine, monitor };
}

/** The same program alone on a bare machine with as much storage, started at the PSW in location 0. */
export function onBareMachine(source: string): System370 {
  const machine = new System370({ storageSize: GUEST_STORAGE });
  machine.trace.recording = true;
  for (const { address, bytes } of program(source).segments) machine.write(address, bytes);
  machine.addConsole(0x009);
  machine.setPsw(hex(machine.read(0, 8)));
  return machine;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}

/** A guest's storage from an address on, in hexadecimal. */
export function stored({ monitor }: Ran, address: number, length: number, id = "a"): string {
  return hex(monitor.readGuestStorage(id, address, length));
}

/** What a program can see of its machine at the end, its interval timer apart. */
export interface End {
  readonly psw: string;
  readonly gr: readonly number[];
  readonly cr: readonly number[];
  readonly storage: string;
}

function timerBlanked(storage: Uint8Array): string {
  return hex(storage.fill(0, 0x50, 0x54));
}

/** Runs the program on the bare machine and as the guest of a monitor with another guest, to its disabled wait. */
export function bothEnds(source: string, limit = 20_000): { bare: End; guest: End; ran: Ran } {
  const bare = onBareMachine(source);
  bare.run({ ticks: limit });
  const ran = underMonitor([source, SPINNING]);
  ran.machine.run({ ticks: limit });
  const { psw, gr, cr } = ran.monitor.guestState("a");
  const sixteen = Array.from({ length: 16 }, (_, n) => n);
  return {
    ran,
    bare: {
      psw: bare.pswHex,
      gr: sixteen.map((n) => bare.gr(n)),
      cr: sixteen.map((n) => bare.cr(n)),
      storage: timerBlanked(bare.read(0, GUEST_STORAGE)),
    },
    guest: { psw, gr, cr, storage: timerBlanked(ran.monitor.readGuestStorage("a", 0, GUEST_STORAGE)) },
  };
}

/** Disables everything and loops. */
export const SPINNING = `
SPIN     START 0
         DC    X'0000000000000008'
         SSM   0
         BALR  R1,0
         BR    R1
         END   SPIN
`;

/** A program in BC mode from X'200' on, with assigned storage filled in; every interruption but those it names stops it. */
export function guest(body: string, assigned = ""): string {
  return `
TEST     START 0
         DC    X'0000000000000200'
${assigned}
         ORG   TEST+X'58'
${["EXT", "SVC", "PGM", "MCK", "IO"]
  .map((name, i) => {
    const given = new RegExp(`^${name}NEW `, "m").test(assigned + body);
    return given
      ? ""
      : `         ORG   TEST+X'${(0x58 + 8 * i).toString(16)}'\n         DC    X'00020000',A(X'${(0xe00 + i).toString(16)}')`;
  })
  .join("\n")}
         ORG   TEST+X'200'
         BALR  R15,0
         USING *,R15
${body}
         END   TEST
`;
}
