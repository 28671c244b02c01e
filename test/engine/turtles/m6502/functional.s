; A program that tests the processor it runs on: every operation code, addressing mode and flag, by what the MCS6500
; Programming Manual says of them. Each section has a number, which is stored at the exit port where something in it is
; wrong; 0 is stored at the end.

output  = $f001
exit    = $f00f

keep    = $10           ; the accumulator while flags are looked at
section = $11           ; what is being tested
target  = $12           ; where an interrupt is to go on
zcell   = $20           ; operands
zword   = $22
pointer = $30           ; to acell
pointer5 = $32          ; to acell - 5
edge    = $ff           ; a pointer whose high byte is at $00
acell   = $0480
page    = $0500         ; two pages of room

N = $80
V = $40
U = $30                 ; the bits that are always 1 in a status byte that PHP pushes
D = $08
I = $04
Z = $02
C = $01

; Goes on only where Z is set.
.macro equal
        beq @right
        jmp failed
@right:
.endmacro

; The whole status is as given. Changes no flag and no register.
.macro flags expected
        php
        sta keep
        pla
        pha
        cmp #(expected) | U
        equal
        lda keep
        plp
.endmacro

.macro a_is value
        php
        cmp #value
        equal
        plp
.endmacro

.macro x_is value
        php
        cpx #value
        equal
        plp
.endmacro

.macro y_is value
        php
        cpy #value
        equal
        plp
.endmacro

.macro byte_is address, value
        php
        sta keep
        lda address
        cmp #value
        equal
        lda keep
        plp
.endmacro

.macro test number
        lda #number
        sta section
.endmacro

; Sets accumulator and status.
.macro given value, status
        lda #(status) | U
        pha
        lda #value
        plp
.endmacro

; One instruction, from accumulator and status to accumulator and status.
.macro one operation, before, status, after, expected
        given before, status
        operation
        flags expected
        a_is after
.endmacro

; The same of an instruction that reads, in its eight modes.
.macro eight operation, before, operand, status, after, expected
        lda #operand
        sta zcell
        sta acell
        ldx #5
        ldy #5
        one {operation #operand}, before, status, after, expected
        one {operation zcell}, before, status, after, expected
        one {operation zcell-5,x}, before, status, after, expected
        one {operation acell}, before, status, after, expected
        one {operation acell-5,x}, before, status, after, expected
        one {operation acell-5,y}, before, status, after, expected
        one {operation (pointer-5,x)}, before, status, after, expected
        one {operation (pointer5),y}, before, status, after, expected
.endmacro

; An instruction that changes a byte, in its four modes.
.macro changes operation, before, status, after, expected
        ldx #5
        given before, status
        sta zcell
        operation zcell
        flags expected
        byte_is zcell, after
        given before, status
        sta zcell
        operation zcell-5,x
        flags expected
        byte_is zcell, after
        given before, status
        sta acell
        operation acell
        flags expected
        byte_is acell, after
        given before, status
        sta acell
        operation acell-5,x
        flags expected
        byte_is acell, after
.endmacro

; A shift: in the accumulator too.
.macro shifts operation, before, status, after, expected
        one {operation a}, before, status, after, expected
        changes operation, before, status, after, expected
.endmacro

; A branch that is taken, forward and back, and its opposite, that is not.
.macro branches taken, refused, status
        given 0, status
        refused @wrong
        taken @forward
@wrong: jmp failed
@back:  taken @on
        jmp failed
@forward: taken @back
        jmp failed
@on:    flags status
.endmacro

        .org $0700
start:  ldx #$ff
        txs
        lda #<acell
        sta pointer
        lda #>acell
        sta pointer+1
        lda #<(acell-5)
        sta pointer5
        lda #>(acell-5)
        sta pointer5+1

        ; What the checks themselves are made of.
        test 1
        lda #0
        beq first
        jmp failed
first:  bne wrong
        lda #1
        bne second
wrong:  jmp failed
second: cmp #1
        bne wrong
        cmp #2
        beq wrong
        cpx #$ff
        bne wrong
        ldy #3
        cpy #3
        bne wrong
        sec
        php
        pla
        cmp #Z | C | I | U      ; I is set since the reset
        bne wrong
        pha
        plp
        bcc wrong

        test 2                  ; branches
        branches bcs, bcc, C
        branches bcc, bcs, N | V | D | I | Z
        branches beq, bne, Z
        branches bne, beq, N | V | D | I | C
        branches bmi, bpl, N
        branches bpl, bmi, V | D | I | Z | C
        branches bvs, bvc, V
        branches bvc, bvs, N | D | I | Z | C

        test 3                  ; flags, one by one
        given $55, 0
        sec
        flags C
        sed
        flags C | D
        sei
        flags C | D | I
        clc
        flags D | I
        cld
        flags I
        cli
        flags 0
        given $55, N | V | D | I | Z | C
        clv
        flags N | D | I | Z | C
        cli
        flags N | D | Z | C
        cld
        flags N | Z | C
        clc
        flags N | Z
        sei
        flags N | Z | I
        nop
        flags N | Z | I
        a_is $55

        test 4                  ; loads: all modes, N and Z
        eight lda, $11, $00, N | V | D | C, $00, V | D | C | Z
        eight lda, $11, $7f, N | Z, $7f, 0
        eight lda, $11, $80, Z, $80, N
        lda #$99
        sta zcell
        sta acell
        ldy #5
        given 0, V | Z
        ldx #$00
        flags V | Z
        ldx #$99
        flags V | N
        x_is $99
        ldx #1
        ldx zcell
        x_is $99
        flags V | N
        ldx #1
        ldx zcell-5,y
        x_is $99
        ldx #1
        ldx acell
        x_is $99
        ldx #1
        ldx acell-5,y
        x_is $99
        ldx #5
        given 0, C
        ldy #$00
        flags C | Z
        ldy #$80
        flags C | N
        y_is $80
        ldy #1
        ldy zcell
        y_is $99
        flags C | N
        ldy #1
        ldy zcell-5,x
        y_is $99
        ldy #1
        ldy acell
        y_is $99
        ldy #1
        ldy acell-5,x
        y_is $99

        test 5                  ; stores: all modes, no flags
.macro stores operation, place
        lda #0
        sta place
        given $a5, N | V | Z | C
        operation
        flags N | V | Z | C
        byte_is place, $a5
.endmacro
        ldx #5
        ldy #5
        stores {sta zcell}, zcell
        stores {sta zcell-5,x}, zcell
        stores {sta acell}, acell
        stores {sta acell-5,x}, acell
        stores {sta acell-5,y}, acell
        stores {sta (pointer-5,x)}, acell
        stores {sta (pointer5),y}, acell
        ldx #$a5
        stores {stx zcell}, zcell
        stores {stx zcell-5,y}, zcell
        stores {stx acell}, acell
        ldy #$a5
        ldx #5
        stores {sty zcell}, zcell
        stores {sty zcell-5,x}, zcell
        stores {sty acell}, acell

        test 6                  ; addresses that go round
        lda #$77
        sta zcell
        ldx #$f0
        ldy #$f0
        lda #0
        lda zcell+$10,x         ; stays in page zero
        a_is $77
        ldx zcell+$10,y
        x_is $77
        ldx #$f0
        ldy zcell+$10,x
        y_is $77
        lda #<acell             ; a pointer at $FF and $00
        sta edge
        lda #>acell
        sta $00
        lda #$66
        sta acell
        ldy #0
        lda (edge),y
        a_is $66
        ldx #$0f
        lda #0
        lda (edge-$0f,x)
        a_is $66
        lda #0
        ldx #$ff                ; the index itself goes round
        lda (0,x)
        a_is $66
        ldx #$ff                ; $FFFF + $22 is $0021
        lda #$44
        sta zcell+1
        ldx #zcell+2
        lda #0
        lda $ffff,x
        a_is $44
        ldy #zcell+2
        lda #0
        lda $ffff,y
        a_is $44
        ldx #$ff                ; an index over the end of a page
        lda #$5a
        sta page+$180
        lda #0
        lda page+$81,x
        a_is $5a

        test 7                  ; transfers
        ldx #1
        ldy #2
        given $80, V | Z
        tax
        flags V | N
        x_is $80
        given 0, N
        tay
        flags Z
        y_is 0
        ldx #$7f
        given 0, N | Z | C
        txa
        flags C
        a_is $7f
        ldy #$ff
        given 0, Z
        tya
        flags N
        a_is $ff
        ldx #$90
        given 0, Z | C
        txs                     ; the only one without flags
        flags Z | C
        ldx #0
        tsx
        flags N | C
        x_is $90
        ldx #$ff
        txs
        ldx #0
        given 0, 0
        txs
        flags 0
        ldx #$ff
        txs

        test 8                  ; the stack
        lda #$3c
        pha
        tsx
        x_is $fe
        byte_is $01ff, $3c
        given $00, N
        pla
        flags 0
        a_is $3c
        tsx
        x_is $ff
        lda #$00
        pha
        given $11, N
        pla
        flags Z
        lda #$81
        pha
        given $11, Z
        pla
        flags N
        a_is $81
        .repeat 256, value      ; what PLP takes, PHP gives; bits 4 and 5 are no flags
        .if (value & U) = $10
        lda #value
        pha
        plp
        php
        pla
        cmp #value | U
        equal
        .endif
        .endrepeat
        ldx #$00                ; the stack goes round
        txs
        lda #$5e
        pha
        tsx
        x_is $ff
        byte_is $0100, $5e
        lda #0
        pla
        a_is $5e
        tsx
        x_is $00
        jsr around              ; its return address lies at $0100 and $01FF
back:   tsx
        x_is $00
        ldx #$ff
        txs

        test 9                  ; logic
        eight and, $f0, $3c, N | V | Z | C, $30, V | C
        eight and, $f0, $0f, N | D, $00, D | Z
        eight and, $f0, $80, Z, $80, N
        eight ora, $11, $22, N | V | Z | C, $33, V | C
        eight ora, $00, $00, N | I, $00, I | Z
        eight ora, $01, $80, Z, $81, N
        eight eor, $ff, $55, Z | C, $aa, N | C
        eight eor, $55, $55, N | V, $00, V | Z
        eight eor, $f0, $81, N | Z, $71, 0

        test 10                 ; bits
        lda #$c3
        sta zcell
        sta acell
        one {bit zcell}, $01, Z, $01, N | V
        one {bit acell}, $01, Z | C, $01, N | V | C
        one {bit zcell}, $3c, D, $3c, N | V | D | Z
        lda #$01
        sta zcell
        sta acell
        one {bit zcell}, $ff, N | V | Z, $ff, 0
        one {bit acell}, $fe, N | V, $fe, Z
        lda #$40
        sta zcell
        lda #$80
        sta acell
        one {bit zcell}, $00, N | C, $00, V | Z | C
        one {bit acell}, $80, V | Z, $80, N

        test 11                 ; comparisons
        eight cmp, $40, $40, N | V, $40, V | Z | C
        eight cmp, $40, $3f, N | Z, $40, C
        eight cmp, $40, $41, Z | C, $40, N
        eight cmp, $00, $ff, N | Z | C, $00, 0
        eight cmp, $ff, $00, Z | D, $ff, N | C | D
        eight cmp, $80, $7f, N | Z | V, $80, C | V
.macro index load, compare
        load #$80
        lda #$80
        sta zcell
        sta acell
        one {compare #$80}, 0, N, 0, Z | C
        one {compare zcell}, 0, N, 0, Z | C
        one {compare acell}, 0, N | V, 0, V | Z | C
        lda #$81
        sta zcell
        sta acell
        one {compare #$81}, 0, Z | C, 0, N
        one {compare zcell}, 0, Z | C, 0, N
        one {compare acell}, 0, Z | C, 0, N
        lda #$01
        sta zcell
        sta acell
        one {compare #$01}, 0, Z | N, 0, C
        one {compare zcell}, 0, Z | N, 0, C
        one {compare acell}, 0, Z | N, 0, C
.endmacro
        index ldx, cpx
        index ldy, cpy

        test 12                 ; binary addition
        eight adc, $01, $01, 0, $02, 0
        eight adc, $01, $01, C, $03, 0
        eight adc, $7f, $01, 0, $80, N | V
        eight adc, $80, $80, N, $00, V | Z | C
        eight adc, $ff, $00, C | V, $00, Z | C
        eight adc, $c0, $c0, Z, $80, N | C
        eight adc, $50, $d0, V | N, $20, C

        test 13                 ; binary subtraction
        eight sbc, $05, $03, C, $02, C
        eight sbc, $05, $03, 0, $01, C
        eight sbc, $03, $05, C | Z, $fe, N
        eight sbc, $80, $01, C, $7f, V | C
        eight sbc, $7f, $ff, C, $80, N | V
        eight sbc, $40, $40, C | N | V, $00, Z | C
        eight sbc, $00, $ff, 0, $00, Z

        test 14                 ; decimal mode: accumulator and carry, which are defined
.macro decimal operation, before, operand, carry, after, carried
        lda #operand
        sta zcell
        sta acell
        ldx #5
        ldy #5
        tenth {operation #operand}, before, carry, after, carried
        tenth {operation zcell}, before, carry, after, carried
        tenth {operation zcell-5,x}, before, carry, after, carried
        tenth {operation acell}, before, carry, after, carried
        tenth {operation acell-5,x}, before, carry, after, carried
        tenth {operation acell-5,y}, before, carry, after, carried
        tenth {operation (pointer-5,x)}, before, carry, after, carried
        tenth {operation (pointer5),y}, before, carry, after, carried
.endmacro
.macro tenth operation, before, carry, after, carried
        given before, (carry) | D
        operation
        php
        cld
        a_is after
        pla
        and #C | D
        cmp #(carried) | D
        equal
.endmacro
        decimal adc, $12, $34, 0, $46, 0
        decimal adc, $15, $26, 0, $41, 0
        decimal adc, $81, $92, 0, $73, C
        decimal adc, $58, $46, C, $05, C
        decimal adc, $99, $00, C, $00, C
        decimal adc, $99, $99, C, $99, C
        decimal adc, $00, $00, 0, $00, 0
        decimal sbc, $46, $12, C, $34, C
        decimal sbc, $40, $13, C, $27, C
        decimal sbc, $32, $02, 0, $29, C
        decimal sbc, $12, $21, C, $91, 0
        decimal sbc, $21, $34, C, $87, 0
        decimal sbc, $00, $01, C, $99, 0
        decimal sbc, $00, $99, 0, $00, 0
        decimal sbc, $99, $99, C, $00, C

        test 15                 ; counting
        changes inc, $00, N | Z | V, $01, V
        changes inc, $7f, Z | C, $80, N | C
        changes inc, $ff, N | D, $00, Z | D
        changes dec, $01, N | V, $00, Z | V
        changes dec, $00, Z, $ff, N
        changes dec, $80, N | C, $7f, C
.macro counts load, up, down, check
        load #$7e
        given 0, N | Z | C | D
        up
        flags C | D
        check $7f
        up
        flags N | C | D
        check $80
        down
        flags C | D
        check $7f
        load #$ff
        given 0, N
        up
        flags Z
        check 0
        down
        flags N
        check $ff
        load #1
        given 0, N | V
        down
        flags V | Z
        check 0
.endmacro
        counts ldx, inx, dex, x_is
        counts ldy, iny, dey, y_is

        test 16                 ; shifts and rotations
        shifts asl, $41, Z | C | V, $82, N | V
        shifts asl, $80, N, $00, Z | C
        shifts asl, $ff, C, $fe, N | C
        shifts asl, $15, N | Z, $2a, 0
        shifts lsr, $01, N, $00, Z | C
        shifts lsr, $82, N | Z | C, $41, 0
        shifts lsr, $ff, N | V | C, $7f, V | C
        shifts rol, $41, Z, $82, N
        shifts rol, $41, Z | C, $83, N
        shifts rol, $80, N, $00, Z | C
        shifts rol, $80, N | C, $01, C
        shifts rol, $2a, N | Z | D, $54, D
        shifts ror, $01, N, $00, Z | C
        shifts ror, $01, C, $80, N | C
        shifts ror, $82, N | Z, $41, 0
        shifts ror, $fe, C, $ff, N

        test 17                 ; jumps
        jmp over
        jmp failed
over:   lda #<there
        sta zword
        lda #>there
        sta zword+1
        given $3d, N | Z | C
        jmp (zword)
        jmp failed
there:  flags N | Z | C
        a_is $3d
        lda #<wrapped           ; the high byte of the pointer at $05FF is at $0500
        sta page+$ff
        lda #>wrapped
        sta page
        lda #>failed
        sta page+$100
        jmp (page+$ff)
        jmp failed
wrapped:

        test 18                 ; subroutines
        given $2b, N | V | Z | C
        jsr called
called_from = *-1
        flags N | V | Z | C
        a_is $2c
        tsx
        x_is $ff
        lda #>(skipped-1)       ; RTS goes on after the address that it finds
        pha
        lda #<(skipped-1)
        pha
        rts
        jmp failed
skipped:

        test 19                 ; BRK and RTI
        lda #<@handler
        sta target
        lda #>@handler
        sta target+1
        given $42, N | V | D | C
        brk
        .byte $ea               ; skipped
@from:  flags V | Z             ; what the handler has put there
        a_is $42
        tsx
        x_is $ff
        jmp @done
@handler: flags N | V | D | I | C       ; D is kept, I is set
        sta zcell
        tsx
        x_is $fc
        byte_is $01ff, >@from
        byte_is $01fe, <@from
        byte_is $01fd, N | V | D | C | U
        cld
        lda #V | Z
        sta $01fd
        lda zcell
        rti
@done:  lda #>@after            ; RTI goes to the very address that it finds
        pha
        lda #<@after
        pha
        lda #N | C | I
        pha
        rti
        jmp failed
@after: flags N | C | I

        lda #'O'
        sta output
        lda #'K'
        sta output
        lda #0
        sta exit

failed: lda section
        sta exit

; What is called has its return address on the stack.
called: php
        pha
        lda $01fe
        cmp #<called_from
        equal
        lda $01ff
        cmp #>called_from
        equal
        pla
        plp
        php
        clc
        cld
        adc #1
        plp
        rts

around: tsx
        x_is $fe
        byte_is $0100, >(back-1)
        byte_is $01ff, <(back-1)
        rts

interrupt:
        jmp (target)

        .org $fffa
        .word failed, start, interrupt
