         TITLE 'HYPERVISOR: A GUEST OF 64 KIB IN BC MODE, TRAPPED AND EMULATED'
*
*        The guest lies at X'20000' and runs in problem state with address translation. SSM, LPSW and SVC are
*        done for it; its other program interruptions are reflected; at a disabled wait all ends: register 1 has
*        the wait's address, register 2 the number of traps. Anything else is a fault: address BAD.
*
HYPER    START 0
         USING HYPER,0
         DC    X'00080000',A(BEGIN)
         ORG   HYPER+X'58'
         DC    X'000A0000',A(X'BAD')       NO EXTERNAL INTERRUPTION IS MEANT
         DC    X'00080000',A(CALL)
         DC    X'00080000',A(PROGRAM)
         ORG   HYPER+X'200'
BEGIN    LCTL  0,1,CONTROL
         L     11,GUEST
         MVC   VPSW(8),0(11)
*
*        The way out: the guest's condition code, program mask and address, in a PSW of ours
*
DISPATCH TM    VPSW+1,X'02'               A WAIT
         BO    ENDED
         XC    RUN+2(2),RUN+2
         IC    3,VPSW+4
         N     3,=X'0000003F'
         STC   3,RUN+2
         L     3,VPSW+4
         LA    3,0(,3)
         ST    3,RUN+4
         LM    0,15,REGS
         LPSW  RUN
ENDED    L     1,VPSW+4
         LA    1,0(,1)
         L     2,TRAPS
         LPSW  STOP
*
*        The ways in
*
CALL     STM   0,15,REGS
         BAL   10,TAKE
         DC    X'20'                      OLD PSW
         DC    X'60'                      THE GUEST'S NEW PSW
         DC    X'8A'                      CODE
         DC    X'00'
         B     REFLECT
PROGRAM  STM   0,15,REGS
         BAL   10,TAKE
         DC    X'28'
         DC    X'68'
         DC    X'8E'
         DC    X'00'
         TM    VPSW+1,X'01'               THE GUEST'S OWN PROBLEM STATE
         BO    REFLECT
         CLI   X'8F',2
         BNE   REFLECT
         L     4,VPSW+4                   THE INSTRUCTION
         LA    4,0(,4)
         SH    4,FOUR
         AL    4,GUEST
         LH    5,2(,4)                    D2(B2)
         LR    6,5
         N     6,=X'00000FFF'
         SRL   5,12
         N     5,=X'0000000F'
         BZ    NOBASE
         SLL   5,2
         L     5,REGS(5)
NOBASE   AR    5,6
         LA    5,0(,5)
         AL    5,GUEST
         CLI   0(4),X'80'
         BE    SSM
         CLI   0(4),X'82'
         BNE   BAD
         MVC   VPSW(8),0(5)               LPSW
         B     DISPATCH
SSM      MVC   VPSW(1),0(5)
         B     DISPATCH
BAD      LPSW  FAULT
*
*        Condition code, mask and address of the old PSW that the parameters name, into the guest's
*
TAKE     L     3,TRAPS
         LA    3,1(,3)
         ST    3,TRAPS
         SR    7,7
         IC    7,0(,10)
         L     3,4(,7)
         ST    3,VPSW+4
         MVC   VPSW+4(1),2(7)
         NI    VPSW+4,X'3F'
         B     4(,10)
*
*        An interruption of the guest's: parameters as above. Its instruction-length code is not told.
*
REFLECT  SR    7,7
         IC    7,0(,10)                   THE GUEST'S OLD PSW IS WHERE OURS IS
         SR    8,8
         IC    8,2(,10)
         LH    9,0(,8)
         STH   9,VPSW+2
         AL    7,GUEST
         MVC   0(8,7),VPSW
         SR    8,8
         IC    8,1(,10)
         AL    8,GUEST
         MVC   VPSW(8),0(8)
         XC    VPSW+2(2),VPSW+2
         B     DISPATCH
*
         DS    0D
RUN      DC    X'040D000000000000'
STOP     DC    X'000A000000000000'
FAULT    DC    X'000A000000000BAD'
VPSW     DC    D'0'
CONTROL  DC    X'008000E0',A(SEGMENT)
GUEST    DC    X'00020000'
FOUR     DC    H'4'
TRAPS    DC    F'0'
REGS     DC    16F'0'
         LTORG
         ORG   HYPER+X'800'
SEGMENT  DC    X'F0',AL3(PAGES),15X'00000001'
         ORG   HYPER+X'880'
PAGES    DC    X'0200',X'0210',X'0220',X'0230',X'0240',X'0250',X'0260',X'0270'
         DC    X'0280',X'0290',X'02A0',X'02B0',X'02C0',X'02D0',X'02E0',X'02F0'
         END   BEGIN
