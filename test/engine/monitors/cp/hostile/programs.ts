/** Attacks are programs: what is common to them. */
export interface Attack {
  readonly name: string;
  /** What it tries. */
  readonly tries: string;
  readonly source: string;
  /** What its user must see; "" where there is nothing to see. */
  readonly sees: string;
  /** Privilege classes of the attacker, G unless given. */
  readonly classes?: string;
  /** Its channel programs do not end, and keep the disk until CP halts them. */
  readonly keepsDevice?: boolean;
  /** Bytes of real storage, 2 MiB unless given. */
  readonly storageSize?: number;
  /** Its own storage, 256K unless given. */
  readonly size?: string;
  /** Last cylinder for pages and spooling: see `SiegeOptions`. */
  readonly lastTemporary?: number;
  /** It has more devices, and so have all others: see `RoomOptions`. A is in the V=R area then. */
  readonly rich?: boolean;
  /** The processor has the assists, and that which bypasses shadow tables. */
  readonly assisted?: boolean;
  /** Programs of B, C, … */
  readonly others?: readonly string[];
  /** What users type meanwhile, and where. */
  readonly typed?: readonly (readonly [address: number, line: string])[];
}

/** What a program that has come to its end lets its user see. */
export const ENDED = "DMKDSP450W CP ENTERED; DISABLED WAIT PSW '00020000 0000DEAD'";

/** New PSWs of an attacker: where interruptions lead, by label; those without lead to disabled waits. */
export interface Handlers {
  readonly external?: string;
  readonly supervisor?: string;
  readonly program?: string;
  readonly io?: string;
  /** First words of these PSWs, and of that which it begins with. */
  readonly mode?: string;
  readonly first?: string;
}

/** A program from X'200' on, which may end at DONE. */
export function guest(body: string, { mode = "00000000", first = "00000000", ...handlers }: Handlers = {}): string {
  const psw = (label: string | undefined, code: number): string =>
    label === undefined ? `         DC    X'00020000',A(${code})` : `         DC    X'${mode}',A(${label})`;
  return `
GUEST    START 0
         USING *,0
         DC    X'${first}',A(BEGIN)
         ORG   GUEST+X'58'
${psw(handlers.external, 0xe1)}
${psw(handlers.supervisor, 0xe2)}
${psw(handlers.program, 0xe3)}
${psw(undefined, 0xe4)}
${psw(handlers.io, 0xe5)}
         ORG   GUEST+X'200'
BEGIN    DS    0H
${body}
DONE     LPSW  DEAD
         DS    0D
DEAD     DC    X'000200000000DEAD'
         LTORG
         END
`;
}

/** A program that waits for ever. */
export const IDLE = guest("         LPSW  WAIT\n         DS    0D\nWAIT     DC    X'FF02000000000000'");

/** Handlers that go on behind what failed, and behind whatever interrupts. */
const GO_ON: Handlers = { program: "RESUME", supervisor: "SVC", external: "EXTERNAL", io: "IO" };
export const RESUMES = `
         B     DONE
RESUME   LPSW  X'28'
SVC      LPSW  X'20'
EXTERNAL LPSW  X'18'
IO       LPSW  X'38'`;

/** A program in which whatever fails is passed over. */
export function stubborn(body: string, handlers: Handlers = {}): string {
  return guest(`${body}${RESUMES}`, { ...GO_ON, ...handlers });
}

let labels = 0;

/** DIAGNOSE 8 with commands, each by itself. */
export function commands(...lines: readonly string[]): string {
  return lines
    .map((line) => {
      const label = `T${labels++}`;
      return `
         LA    2,${label}
         LA    4,L'${label}
         DC    X'83240008'
         B     ${label}B
${label}     DC    C'${line.replaceAll("'", "''").replaceAll("&", "&&")}'
${label}B    DS    0H`;
    })
    .join("");
}

/** The same with a table of many, each after the other. */
export function each(lines: readonly string[]): string {
  const longest = Math.max(...lines.map(({ length }) => length));
  return `
         L     6,=A(TABLE)
TRIED    LR    2,6
         LA    4,${longest}
         DC    X'83240008'
         LA    6,${longest}(,6)
         C     6,=A(TABLEEND)
         BL    TRIED
         B     DONE
         ORG   GUEST+X'1000'
${lines.map((line, i) => `${i === 0 ? "TABLE" : ""}`.padEnd(9) + `DC    CL${longest}'${line.replaceAll("'", "''").replaceAll("&", "&&")}'`).join("\n")}
TABLEEND DS    0D
         ORG   GUEST+X'300'`;
}

/** SIO of a channel program at a device, over and over until it is taken, without waiting for its end. */
export function start(device: string, program: string): string {
  return `
         LA    1,${program}
         ST    1,X'48'
         SIO   X'${device}'`;
}

/** The same, and waits for its end by asking. */
export function execute(device: string, program: string): string {
  const label = `T${labels++}`;
  return `
         LA    1,${program}
         ST    1,X'48'
         SIO   X'${device}'
${label}     TIO   X'${device}'
         BC    2,${label}`;
}

export const LOOP = "         B     BEGIN";

/** A table for segments at X'800' and one for pages at X'A00', and control registers 0 and 1 that name them; then translation is on, from 0 on for itself; registers 9 and 10 hold X'1000' and X'8000'. */
export function translated(
  body: string,
  segments: string,
  pages: string,
  control = "00800CE0",
  origin = "00000800",
): string {
  return guest(
    `
         LCTL  0,1,TABLES
         LM    9,10,PLACES
         LPSW  ON
PLACES   DC    X'00001000',X'00008000'
         DS    0D
ON       DC    X'04080000',A(GO)
TABLES   DC    X'${control}',X'${origin}'
FLIP     DC    X'${control}',X'00000840'
OFF      DC    X'00080000',A(GO)
GO       DS    0H
${body}
         B     GO
FAULT    LPSW  X'28'
         ORG   GUEST+X'800'
${segments}
         ORG   GUEST+X'A00'
${pages}
         ORG   GUEST+X'C00'`,
    { program: "FAULT", mode: "00080000" },
  );
}

/** Channel programs from X'800' on, executed one after another at a device, over and over. */
export function channelProgram(device: string, program: string, after = LOOP): string {
  return stubborn(`
${execute(device, "CCWS")}
${after}
         ORG   GUEST+X'800'
CCWS     DS    0D
${program}
         ORG   GUEST+X'A00'`);
}
