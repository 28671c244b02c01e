/** A virtual machine's program that does one channel program. */

/** Begins a program whose channel program is at PROGRAM, and which is interrupted at ENDED when that has ended. */
export const DISK_GUEST_BEGINS = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'48'
         DC    A(PROGRAM)
         ORG   GUEST+X'78'
         DC    A(0),A(ENDED)
         ORG   GUEST+X'200'`;

/** A guest that starts the channel program at PROGRAM on 191, waits for its end and keeps the CSW. */
export function diskGuest(ccws: string, data: string, device = "191"): string {
  return `${DISK_GUEST_BEGINS}
START    SIO   X'${device}'
         BC    8,WAIT
         BC    4,STORED
         LPSW  BAD
STORED   MVC   CSWS(8),X'40'
         B     NEXT
WAIT     LPSW  ENABLED
ENDED    MVC   CSWS(8),X'40'
NEXT     TM    CSWS+4,X'02'
         BC    8,DONE
         TM    SENSED,X'FF'
         BC    1,DONE
         MVI   SENSED,X'FF'
         MVC   CSW1(8),CSWS
         LA    1,SENSE
         ST    1,X'48'
         B     START
DONE     LPSW  GOOD
         DS    0D
ENABLED  DC    X'FE02000000000000'
GOOD     DC    X'000200000000DEAD'
BAD      DC    X'0002000000000BAD'
SENSE    CCW   4,SENSES,X'20',24
         ORG   GUEST+X'300'
CSWS     DC    XL8'00'
CSW1     DC    XL8'00'
SENSES   DC    24X'EE'
SENSED   DC    X'00'
         ORG   GUEST+X'400'
PROGRAM  DS    0D
${ccws}
${data}
         END
`;
}
