; A benchmark: a sieve for the odd primes up to 16,385, a check sum over the sieve, and a count of primes in decimal mode.
; It does its work as often as COUNT says (24 bits, at least 1; the fourth byte is not looked at), and stores 0 at the
; exit port. RESULT: primes found (2 bytes, low byte first), check sum (CCITT CRC-16, low byte first, going on from one
; time to the next), all primes ever found (4 bytes of decimal digits, low byte first).

exit    = $f00f

at      = $10           ; the flag that is looked at
number  = $12           ; the number that it stands for
mark    = $14           ; the flag of a multiple

FLAGS   = $2000         ; a byte for each odd number from 3 on: not 0 where it is prime
END     = $4000

        .org $0400
start:  cld
        lda #$ff
        sta check
        sta check+1
round:  jsr clear
        jsr sieve
        jsr sum
        lda COUNT
        bne @low
        lda COUNT+1
        bne @middle
        dec COUNT+2
@middle: dec COUNT+1
@low:   dec COUNT
        lda COUNT
        ora COUNT+1
        ora COUNT+2
        bne round
        sta exit
        jmp start

; Makes every number a prime.
clear:  lda #<FLAGS
        sta at
        lda #>FLAGS
        sta at+1
        ldx #>(END-FLAGS)
        ldy #0
        lda #1
@byte:  sta (at),y
        iny
        bne @byte
        inc at+1
        dex
        bne @byte
        rts

; Strikes out the multiples of each prime, and counts it.
sieve:  lda #0
        sta primes
        sta primes+1
        lda #<FLAGS
        sta at
        lda #>FLAGS
        sta at+1
        lda #3
        sta number
        lda #0
        sta number+1
@next:  ldy #0
        lda (at),y
        beq @composite
        inc primes
        bne @decimal
        inc primes+1
@decimal: sed
        ldx #0
        sec
@digit: lda total,x
        adc #0
        sta total,x
        inx
        txa
        eor #4
        bne @digit
        cld
        clc
        lda at
        adc number
        sta mark
        lda at+1
        adc number+1
        sta mark+1
@multiple: cmp #>END
        bcs @composite
        tya
        sta (mark),y
        clc
        lda mark
        adc number
        sta mark
        lda mark+1
        adc number+1
        sta mark+1
        bcc @multiple
@composite: clc
        lda number
        adc #2
        sta number
        bcc @on
        inc number+1
@on:    inc at
        bne @next
        inc at+1
        lda at+1
        cmp #>END
        bne @next
        rts

; Takes the first 512 flags into the check sum.
sum:    ldx #0
@byte:  lda FLAGS,x
        jsr take
        lda FLAGS+$100,x
        jsr take
        inx
        bne @byte
        rts

; Takes a byte into the check sum, a bit at a time: polynomial $1021.
take:   eor check+1
        sta check+1
        ldy #8
@bit:   asl check
        rol check+1
        bcc @next
        lda check
        eor #$21
        sta check
        lda check+1
        eor #$10
        sta check+1
@next:  dey
        bne @bit
        rts

        .align 16
COUNT:  .byte 1, 0, 0, 0
RESULT:
primes: .word 0
check:  .word 0
total:  .byte 0, 0, 0, 0

        .end start
