/** A program that does what a table says, one entry after another, while interruptions come as they like: of VMCF, of IUCV. */

/** Bytes of each virtual machine. */
export const STORAGE = 0x80000;
/** Where the list lies that an instruction is given, a copy of its entry's. */
export const LIST = 0xc40;
/** What is executed: entries of 56 bytes, of which the last 40 are a list. */
export const TABLE = 0x2000;
export const ENTRY = 56;
/** What each virtual machine sends; what it receives; what it is answered. All else is none of the others' business. */
export const TEXTS = 0x20000;
export const RECEIVED = 0x24000;
export const ANSWERS = 0x28000;
export const AREA = 0x4000;
/** What each interruption told, 40 bytes of each. */
export const NEWS = 0x30000;

/** The parts in which drivers differ; each is lines of assembler. */
export interface Driver {
  readonly entries: number;
  /** Executes the entry that register 7 is at, from its delay on, and goes on behind it; registers 0 to 5 and 8 to 15 are free. */
  readonly execute: string;
  /** Looks at what BUFFER tells; registers 8 and 9 are free, BACK is where to go on. */
  readonly look: string;
  /** Control register 0: the subclass mask. */
  readonly mask: string;
  readonly constants?: string;
  /** Where interruptions' data are stored, and the words that has. */
  readonly buffer: number;
  readonly words: number;
}

/** The whole program. */
export function driver({ entries, execute, look, mask, constants = "", buffer, words }: Driver): string {
  return `
DRIVER   START 0
         USING *,0
         DC    X'0108000000000200'
         ORG   DRIVER+X'58'
         DC    X'00080000',A(TOLD)
         ORG   DRIVER+X'68'
         DC    X'00080000',A(CHECK)
         ORG   DRIVER+X'200'
         LCTL  0,0,CR0
         L     7,=A(${TABLE})
         L     6,=F'${entries}'
NEXT     DS    0H${execute}
         LA    7,${ENTRY}(,7)
         BCT   6,NEXT
         LPSW  STOP
CHECK    LH    15,X'8E'
         LPSW  X'28'
TOLD     STM   8,9,SAVE
         L     8,NEWS
         MVC   0(40,8),BUFFER
         LA    8,40(,8)
         ST    8,NEWS${look}
         MVC   LAST(40),BUFFER
BACK     LM    8,9,SAVE
         LPSW  X'18'
         DS    0D
STOP     DC    X'000A000000000000'
CR0      DC    X'${mask}'
NEWS     DC    A(${NEWS})
SAVE     DC    2F'0'
LAST     DC    10F'0'${constants}
         LTORG
         ORG   DRIVER+${buffer}
BUFFER   DC    ${words}F'0'
         ORG   DRIVER+${LIST}
LIST     DC    10F'0'
         END
`;
}
