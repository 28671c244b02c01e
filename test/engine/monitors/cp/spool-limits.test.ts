/** What spooling does where something is missing: room on the disk, a disk, readiness, time. */
import { describe, expect, it } from "vitest";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { ownDisk } from "./packs.ts";
import { answers, channelPrograms, endings, punching, rerun, settle, spoolDisk, spooling } from "./spooling.ts";

/** Punches cards without end, until the punch says no; then waits. */
const FLOOD = `
FLOOD    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   FLOOD+X'200'
NEXT     MVC   72(4),=A(CCWS)
         SIO   X'00D'
         BC    4,STORED
         BC    2,NEXT
WAIT     TIO   X'00D'
         BC    2,WAIT
         TM    68,X'02'
         BZ    NEXT
STORED   LPSW  DONE
         DS    0D
DONE     DC    X'000200000000F00D'
CCWS     DS    0D
${Array.from({ length: 40 }, () => "         CCW   1,CARD,X'60',80").join("\n")}
         CCW   1,CARD,X'20',80
CARD     DC    CL80'A CARD OF 80 COLUMNS ${"*".repeat(59)}'
         LTORG
         END
`;

describe("a spool area that is full", () => {
  const small = () => ownDisk("VMRES", "3330", [["TEMP", 5, 5]]);

  it("harms only who has filled it", () => {
    const run = spooling([FLOOD, punching("SMALL")], {}, small());
    settle(run, 60_000_000);
    expect(run.terminal(0x009).text).toContain("DMKSPL430I SPOOL SPACE FULL; FILE 0001 WILL BE HELD");
    expect(run.terminal(0x009).text).toContain("00020000 0000F00D");
    expect(run.terminal(0x01f).text).toContain("DMKPGT400I SYSTEM TEMP SPACE FULL; USER A");
    const { blocks, used } = run.cp.spool.space();
    expect(used).toBeLessThan(blocks);
    // B still gets room.
    answers(run, 0x020, "logon b pass", "spool punch to a");
    expect(answers(run, 0x020, "close punch")).toEqual(["PUN FILE 0002  TO   A        COPY 01    NOHOLD"]);
    // What A has punched is held; nothing of it can be lost by reading.
    expect(answers(run, 0x009, "close punch")).toEqual(["PUN FILE 0001  FOR  A        COPY 01    HOLD"]);
    expect(run.cp.state.spool.files[1]).toMatchObject({ systemHold: true });
    // When there is room again, READY makes the punch ready.
    answers(run, 0x009, "purge punch all", "ready 00d");
    settle(run);
    expect(run.cp.spool.space().used).toBe(1);
  });

  it("leaves files as they are when there is no disk at all", () => {
    const run = spooling([punching("LOST")], { more: [] }, ownDisk("VMRES", "3330", [["PERM", 1, 5]]));
    // No TEMP space: the punch is not ready.
    expect(endings(run, "A", 1)).toEqual(["0 00004008 0E000000"]);
    expect(run.terminal(0x009).text).toContain("DMKSPL430I SPOOL SPACE FULL; NO FILE OPENED");
    expect(answers(run, 0x009, "close punch")).toEqual([]);
  });
});

describe("a virtual device", () => {
  it("that is not ready wants intervention until READY", () => {
    const run = spooling([punching("CARD")]);
    answers(run, 0x009, "notready 00d");
    rerun(run);
    expect(endings(run, "A", 1)).toEqual(["1 00000000 02000000"]);
    answers(run, 0x009, "ready 00d");
    rerun(run);
    expect(endings(run, "A", 1)).toEqual(["0 00004008 0C000000"]);
  });

  it("that is detached has its file closed", () => {
    const run = spooling([punching("CARD")]);
    answers(run, 0x009, "detach 00d");
    expect(run.vm("A").state.devices[0x00d]).toBeUndefined();
    expect(run.cp.state.spool.files[1]).toMatchObject({ queue: "punch", records: 1 });
  });

  it("whose channel program never ends leaves others their time, and HALT I/O ends it", () => {
    const endless = channelPrograms(
      [["00E", "FIRST"]],
      `         DS    0D
FIRST    CCW   X'03',0,X'60',1
         CCW   8,FIRST,0,1`,
    ).replace("WAIT0    TIO", "         LA    5,4095\nSPIN     BCT   5,SPIN\n         HIO   X'00E'\nWAIT0    TIO");
    const run = spooling([endless, punching("CARD")]);
    settle(run, 8_000_000);
    expect(run.terminal(0x009).text).toContain("0000DEAD");
    expect(endings(run, "A", 1)[0].slice(11)).toBe("0C000000");
    expect(run.vm("B").state.devices[0x00d].data).toMatchObject({ writer: { open: { file: { records: 1 } } } });
  });

  it("loads programs from cards", () => {
    // PSW, and two CCWs: the second card to X'400', and no more.
    const first = new Uint8Array(80).fill(0x40);
    first.set([0, 2, 0, 0, 0, 0, 0x0a, 0xbc, 0x02, 0, 4, 0, 0x20, 0, 0, 80, 3, 0, 0, 0, 0x20, 0, 0, 1]);
    const bytes = (card: Uint8Array): string => Array.from(card, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const deck = channelPrograms(
      [["00D", "CCWS"]],
      `         DS    0D
CCWS     CCW   1,CARD1,X'60',80
         CCW   1,CARD2,X'20',80
CARD1    DC    X'${bytes(first.subarray(0, 24))}',56C' '
CARD2    DC    CL80'THE SECOND CARD'`,
    );
    const run = spooling([deck]);
    answers(run, 0x009, "spool punch to *", "close punch", "ipl 00c");
    settle(run);
    expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '0002000C 00000ABC'");
    expect(run.storage("A", 0x400, 15)).toBe(bytes(encodeEbcdic("THE SECOND CARD")).toUpperCase());
  });
});

describe("a machine that is restored", () => {
  it("in the middle of spooling goes on to the same end", () => {
    const cards = Array.from({ length: 60 }, (_, i) => `CARD ${i}`);
    const run = spooling([punching(...cards)], {}, spoolDisk());
    run.machine.input(0x009, "close punch");
    run.machine.run({ ticks: run.machine.now + 20_000 });
    const saved = run.machine.snapshot();
    settle(run);
    const end = {
      files: structuredClone(run.cp.state.spool.files),
      now: run.machine.now,
      text: run.terminal(0x009).text,
    };
    run.machine.restore(saved);
    expect(run.cp.state.spool.files).toEqual({});
    run.machine.run({ ticks: end.now });
    expect(run.cp.state.spool.files).toEqual(end.files);
    expect(run.terminal(0x009).text).toBe(end.text);
    expect(Object.keys(end.files)).toHaveLength(1);
  });
});
