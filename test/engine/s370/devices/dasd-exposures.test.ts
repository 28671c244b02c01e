/** The eight addresses of a 2305: a channel program each, on one drum (GC20-1730, "Rotational Position Sensing and Multiple Requesting"). */
import { expect, test } from "vitest";
import { readConfiguration } from "../../../../engine/s370/configuration.ts";
import { attachDevices } from "../../../../engine/s370/configured-machine.ts";
import { CountKeyDataDisk } from "../../../../engine/s370/devices/dasd/disk.ts";
import { diskFile } from "../../../../engine/s370/devices/images/disk-image.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import { assembled } from "../../assembler/program.ts";
import { address, Driver, digits, driveWith, hex, mask, packOf, pattern, searchId, seek } from "./dasd-support.ts";

const TURN = 10_000;
const RECORDS = 16;
const LENGTH = 600;

/** A drum whose tracks have sixteen records, each filled from its number on. */
const drum = () =>
  packOf("2305-2", () => Array.from({ length: RECORDS }, (_, at) => ({ record: at + 1, data: pattern(LENGTH, at) })), {
    cylinders: 2,
  });

/** Where the records are, as READ SECTOR says behind a search for each. */
const SECTORS = Array.from({ length: RECORDS }, (_, at) => {
  const found = driveWith(drum(), { fast: false }).run(seek(0, 0), searchId(0, 0, at + 1), { code: 0x22 });
  return found.read[0][0];
});

interface Request {
  readonly address: number;
  readonly head: number;
  readonly record: number;
}

/**
 * Starts every request, in order, then waits for all of them. At ENDS each interruption leaves its address and a byte
 * that is zero unless it says something else than channel end and device end; at LAST, the time of the last one.
 */
function program(requests: readonly Request[], sectors: boolean): string {
  const starts = requests.map(
    (request, at) => `         LA    0,CCWS${at}
         ST    0,72
START${at}   SIO   X'${request.address.toString(16)}'
         BC    2,START${at}
`,
  );
  const programs = requests.map(
    ({ head, record }, at) => `CCWS${at}    CCW   7,SEEK${at},X'40',6
${sectors ? `         CCW   X'23',SECTOR${at},X'40',1\n` : ""}         CCW   X'31',SEEK${at}+2,X'40',5
         CCW   8,*-8,0,1
         CCW   6,X'${(0x4000 + at * 0x800).toString(16)}',0,${LENGTH}
SEEK${at}    DC    X'00000000000${head}${record.toString(16).padStart(2, "0")}'
SECTOR${at}  DC    AL1(${SECTORS[record - 1]})
`,
  );
  return `P        START 0
         DC    X'00000000',A(BEGIN)
         ORG   P+X'78'
         DC    X'00000000',A(TAKEN)
         ORG   P+X'200'
BEGIN    SR    12,12
         USING P,12
         LA    11,ENDS
         LCTL  0,0,BLOCKS
${starts.join("")}         LPSW  WAITING
TAKEN    MVC   0(1,11),59
         MVC   1(1,11),68
         XI    1(11),X'0C'
         LA    11,2(11)
         STCK  LAST
         C     11,ALL
         BL    NEXT
         LPSW  STOPPED
NEXT     LPSW  WAITING
WAITING  DC    0D'0',X'FE02000000000000'
STOPPED  DC    X'000A000000000000'
LAST     DC    D'0'
BLOCKS   DC    X'800000E0'
ALL      DC    A(ENDS+${2 * requests.length})
ENDS     DC    ${2 * requests.length}X'FF'
${programs.join("")}         END
`;
}

interface Made {
  readonly machine: System370;
  readonly at: (symbol: string) => number;
}

function machineFor(requests: readonly Request[], { sectors = true } = {}): Made {
  const assembly = assembled(program(requests, sectors));
  expect(assembly.errors).toEqual([]);
  const machine = new System370({ storageSize: 0x2_0000 });
  for (const { address, bytes } of assembly.segments) machine.write(address, bytes);
  const first = new CountKeyDataDisk(drum().geometry.disk, 0x2c0);
  for (let unit = 0; unit < 8; unit++) machine.attach(0x2c0 + unit, unit === 0 ? first : first.exposure(0x2c0 + unit));
  first.mount(drum());
  machine.channels.reset();
  machine.channels.fastDevices = false;
  machine.processor.loadPsw(0, 0x200);
  return { machine, at: (symbol) => assembly.symbols.get(symbol)?.value ?? 0 };
}

/** Runs to the end: the addresses as their interruptions came, and the microsecond of the last one. */
function ran({ machine, at }: Made, count: number): { order: number[]; last: number } {
  expect(machine.run({ ticks: 10_000_000 })).toBe("disabled-wait");
  const ends = machine.read(at("ENDS"), 2 * count);
  const order = Array.from({ length: count }, (_, each) => 0x200 + ends[2 * each]);
  for (let each = 0; each < count; each++) expect(ends[2 * each + 1], `status of ${order[each].toString(16)}`).toBe(0);
  const view = new DataView(machine.read(at("LAST"), 8).slice().buffer);
  return { order, last: Number(view.getBigUint64(0) >> 12n) };
}

/** Every second record: when one has been read, the sector of the next is under the head already. */
const EIGHT: readonly Request[] = [12, 4, 16, 8, 2, 14, 6, 10].map((record, at) => ({
  address: 0x2c0 + at,
  head: at % 2,
  record,
}));

test("requests at the eight addresses are served as their records come round, in about one turn", () => {
  const made = machineFor(EIGHT);
  const { order, last } = ran(made, EIGHT.length);
  const records = order.map((each) => EIGHT[each - 0x2c0].record);
  // From where the drum stood when they were started, once around.
  const first = records[0] / 2 - 1;
  expect(records).toEqual(Array.from({ length: 8 }, (_, at) => 2 * ((first + at) % 8) + 2));
  expect(last).toBeLessThan(2 * TURN);
  EIGHT.forEach(({ record }, at) => {
    expect(made.machine.read(0x4000 + at * 0x800, LENGTH)).toEqual(pattern(LENGTH, record - 1));
  });
});

test("the same requests one behind the other take most of a turn each", () => {
  // Without SET SECTOR each search holds the channel, so that the next request has to wait.
  const { order, last } = ran(machineFor(EIGHT, { sectors: false }), EIGHT.length);
  expect(order).toEqual(EIGHT.map((request) => request.address));
  expect(last).toBeGreaterThan(3 * TURN);
});

test("two requests for the same sector: one is served, the other a turn later", () => {
  const both: readonly Request[] = [
    { address: 0x2c1, head: 0, record: 5 },
    { address: 0x2c5, head: 1, record: 5 },
  ];
  const alone = ran(machineFor(both.slice(0, 1)), 1);
  const { order, last } = ran(machineFor(both), 2);
  expect(order).toEqual([0x2c1, 0x2c5]);
  expect(last - alone.last).toBeGreaterThan(0.95 * TURN);
  expect(last - alone.last).toBeLessThan(1.05 * TURN);
});

test("a machine that is saved while eight requests wait for their sectors goes on alike", () => {
  const made = machineFor(EIGHT);
  const { machine } = made;
  const saved: ReturnType<System370["snapshot"]>[] = [];
  for (let ticks = 331; ticks < 30_000; ticks += 331) {
    saved.push(machine.snapshot());
    if (machine.run({ ticks }) === "disabled-wait") break;
  }
  const { order } = ran(made, EIGHT.length);
  const end = machine.now;
  expect(saved.length).toBeGreaterThan(25);
  for (const snapshot of saved) {
    machine.restore(snapshot);
    expect(ran(made, EIGHT.length).order).toEqual(order);
    expect(machine.now).toBe(end);
  }
});

/** Two addresses of a drum, each with a driver. */
function pair(options: { fast?: boolean } = {}): [Driver, Driver, CountKeyDataDisk] {
  const disk = new CountKeyDataDisk(drum().geometry.disk, 0x2c0);
  const other = disk.exposure(0x2c3);
  disk.mount(drum());
  return [new Driver(disk, options), new Driver(other, options), disk];
}

test.each([true, false])("what one address writes the others read (fast: %s)", (fast) => {
  const [one, other] = pair({ fast });
  const read = () => other.run(seek(1, 3), searchId(1, 3, 2), { code: 0x06 }).read[0];
  expect(read().subarray(0, 4)).toEqual(pattern(4, 1));
  one.run(seek(1, 3), mask(0xc0), searchId(1, 3, 2), { code: 0x05, data: hex("C1C2C3C4") });
  expect(digits(read().subarray(0, 6))).toBe("C1C2C3C40000");
});

test("a record that is formatted away through another address is not there any more", () => {
  const [one, other] = pair();
  // The other address has gone past record 3; what it reads next would have been record 4.
  expect(other.run(seek(0, 0), searchId(0, 0, 3)).status).toBe(0x4c);
  const count = Uint8Array.of(...address(0, 0, 2), 0, 0, 4);
  one.run(seek(0, 0), mask(0xc0), searchId(0, 0, 1), { code: 0x1d, data: Uint8Array.of(...count, 1, 2, 3, 4) });
  const { status, read } = other.run({ code: 0x12 }, { code: 0x12 }, { code: 0x12 });
  expect(status).toBe(0x0c);
  expect(read.map((each) => each[4])).toEqual([1, 2, 1]);
});

test("file mask, errors and sense bytes are each address's own", () => {
  const [one, other] = pair();
  expect(one.run({ code: 0xff }).status & 0x02).toBe(0x02);
  expect(other.sense().subarray(0, 2)).toEqual(Uint8Array.of(0, 0));
  expect(one.sense()[0]).toBe(0x80);
});

test("a pack put on or taken off is so for all addresses; the first one tells that the drum is ready", () => {
  const [one, other, disk] = pair();
  disk.operate("unmount");
  for (const driver of [one, other]) {
    expect(driver.run({ code: 0x03 }).status).toBe(0x02);
    expect(driver.sense()[0]).toBe(0x40);
  }
  disk.mount(drum());
  expect([one.presented, other.presented]).toEqual([[0x04], []]);
  expect(other.run(seek(0, 0), searchId(0, 0, 1)).status).toBe(0x4c);
});

test("only a 2305 has several addresses", () => {
  const disk = new CountKeyDataDisk(packOf("3350").geometry.disk, 0x150);
  expect(() => disk.exposure(0x151)).toThrow("a 3350 has one address; a 2305 has eight");
});

function attached(text: string) {
  const image = Buffer.concat([...diskFile(drum(), "plain")]);
  const machine = new System370({ storageSize: 0x2_0000 });
  const devices = attachDevices(machine, readConfiguration("machine.cnf", text), (name) =>
    name === "drum.ckd" ? bytesOf(name, image) : undefined,
  );
  return { machine, devices };
}

test("in a configuration one statement gives the addresses of a drum, which is saved once", () => {
  const { machine, devices } = attached("02C0.8 2305 drum.ckd\n");
  expect([...machine.channels.devices.keys()]).toEqual([0x2c0, 0x2c1, 0x2c2, 0x2c3, 0x2c4, 0x2c5, 0x2c6, 0x2c7]);
  const last = machine.channels.device(0x2c7);
  if (!last) throw new Error("not there");
  const write = [seek(0, 0), mask(0xc0), searchId(0, 0, 1), { code: 0x05, data: hex("C1") }];
  expect(new Driver(last).run(...write).status).toBe(0x0c);
  expect(devices.written().map(({ name }) => name)).toEqual(["drum.ckd"]);
});

test("two drives that would write the same image are refused", () => {
  expect(() => attached("02C0 2305 drum.ckd\n02C1 2305 drum.ckd\n")).toThrow(
    "machine.cnf:2:1: drum.ckd is on 2C0 already; the eight addresses of a 2305",
  );
  expect(() => attached("02C0 2305 drum.ckd\n02D0 2305 drum.ckd\n")).toThrow("already");
  expect(() => attached("02C0 2305 drum.ckd ro\n02D0 2305 drum.ckd ro\n")).not.toThrow();
});
