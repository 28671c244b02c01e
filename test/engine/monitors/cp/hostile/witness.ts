/** The witness: a virtual machine that has work to do, and knows what it must come to. */
import type { PreparedMachine } from "../../../../../engine/monitors/cp/cp.ts";
import { program } from "../../support.ts";

/** Its terminal. */
export const WITNESS = 0x020;
/** The saved system that it shares, and where that lies. */
export const SHARED = "SHARED";
export const SHARED_PAGES = [0x60, 0x61] as const;

/** Records of the witness's disk that it writes, bytes of each. */
export const RECORDS = 4;
export const RECORD = 800;
const ITERATIONS = 1_500;

/** What is in the shared segment: so many times these four bytes, in each of its pages. */
const PATTERN = "64X'5AFE1DEA'";

/** Has the shared segment saved, which needs class E. */
export const SAVER = `
SAVER    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   SAVER+X'68'
         DC    X'0002000000000BAD'
         ORG   SAVER+X'200'
         L     4,=A(X'60000')
         MVC   0(256,4),PATTERN
         L     4,=A(X'61000')
         MVC   0(256,4),PATTERN
         LA    2,SAVE
         LA    4,L'SAVE
         DC    X'83240008'
         LPSW  DONE
SAVE     DC    C'SAVESYS ${SHARED}'
         DS    0D
DONE     DC    X'000200000000D01E'
PATTERN  DC    ${PATTERN}
         LTORG
         END
`;

/** Looks at each page of what it shares with others. */
const LOOKS = `         L     4,=A(X'60000')
         CLC   0(256,4),PATTERN
         BNE   FAILED
         L     4,=A(X'61000')
         CLC   0(256,4),PATTERN
         BNE   FAILED`;
const LOADS = `         LA    2,SHARED
         SR    3,3
         DC    X'83230064'`;

/**
 * Computes a chain of numbers; after each stretch of it writes the last on its minidisk, reads it back, punches it, and in the end says so at its console. Ends with X'600D' in its PSW, or with
 * X'0BAD' where anything was not as it should be. With `shares`, it has a shared segment, in which it finds what was saved.
 */
function witness(rounds: number, shares: boolean): string {
  return `
WITNESS  START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   WITNESS+X'58'
         DC    X'000200000000E001',X'000200000000E002',X'000200000000E003',X'000200000000E004'
         DC    A(0),A(ENDED)
         ORG   WITNESS+X'200'
${shares ? LOADS : ""}
         L     7,=F'1'
         LA    10,${rounds}
ROUND    L     9,=F'${ITERATIONS}'
NEXT     M     6,=F'1103515245'
         AL    7,=F'12345'
         BCT   9,NEXT
         ST    7,LAST
         LR    8,10
         N     8,=F'${RECORDS - 1}'
         LA    8,1(,8)
         STC   8,ID+4
         MVC   BUFFER(4),LAST
         MVC   BUFFER+4(250),BUFFER
         LA    1,X'191'
         LA    2,WRITE
         BAL   14,DOIO
         XC    BUFFER(256),BUFFER
         LA    2,READ
         BAL   14,DOIO
         CLC   BUFFER(4),LAST
         BNE   FAILED
         CLC   BUFFER+200(4),LAST
         BNE   FAILED
${shares ? LOOKS : ""}
         UNPK  CARD(9),LAST(5)
         LA    1,X'00D'
         LA    2,PUNCH
         BAL   14,DOIO
         BCT   10,ROUND
         LA    1,X'009'
         LA    2,TYPE
         BAL   14,DOIO
         LPSW  GOOD
FAILED   LPSW  BAD
DOIO     ST    2,X'48'
AGAIN    SIO   0(1)
         BC    8,WAIT
         BC    1,FAILED
         BC    2,AGAIN
         TM    X'44',X'10'
         BO    AGAIN
         MVC   STATUS(2),X'44'
         B     LOOK
WAIT     XC    STATUS(2),STATUS
WAITING  LPSW  ENABLED
ENDED    CH    1,X'3A'
         BNE   WAITING
         OC    STATUS(2),X'44'
LOOK     TM    STATUS,X'03'
         BNZ   FAILED
         CLI   STATUS+1,0
         BNE   FAILED
         TM    STATUS,X'04'
         BZ    WAITING
         BR    14
         DS    0D
ENABLED  DC    X'FE02000000000000'
GOOD     DC    X'000200000000600D'
BAD      DC    X'0002000000000BAD'
WRITE    CCW   7,SEEK,X'40',6
         CCW   X'31',ID,X'40',5
         CCW   8,WRITE+8,0,0
         CCW   5,BUFFER,0,${RECORD}
READ     CCW   7,SEEK,X'40',6
         CCW   X'31',ID,X'40',5
         CCW   8,READ+8,0,0
         CCW   6,BUFFER,0,${RECORD}
PUNCH    CCW   1,CARD,X'20',8
TYPE     CCW   9,CARD,X'20',8
SEEK     DC    XL6'00'
ID       DC    XL5'00'
STATUS   DC    XL2'00'
LAST     DC    F'0',X'00'
CARD     DC    CL12' '
         DS    0D
SHARED   DC    CL8'${SHARED}'
PATTERN  DC    ${PATTERN}
         LTORG
         ORG   WITNESS+X'800'
BUFFER   DC    ${RECORD}X'00'
         END
`;
}

/** What the witness comes to. */
export function expected(rounds: number): string {
  let value = 1;
  for (let i = 0; i < rounds * ITERATIONS; i++) value = (Math.imul(value, 1103515245) + 12345) | 0;
  return (value >>> 0).toString(16).toUpperCase().padStart(8, "0");
}

const programs = new Map<string, PreparedMachine>();

/** The witness, to begin anew. */
export function preparedWitness(rounds: number, shares = false): PreparedMachine {
  const key = `${rounds} ${shares}`;
  const known = programs.get(key);
  if (known !== undefined) return known;
  const made = { userid: "W", terminal: WITNESS, segments: program(witness(rounds, shares)).segments };
  programs.set(key, made);
  return made;
}
