/**
 * Another 6502, to hold ours against: written from the outside of the part, not from a table. An operation code is taken
 * apart into its bit fields; every cycle is one access to storage, wasted ones included, so cycles count themselves; and
 * decimal arithmetic is done digit by digit, as the part's adder does it.
 */

const N = 0x80;
const V = 0x40;
const D = 0x08;
const I = 0x04;
const Z = 0x02;
const C = 0x01;

export interface Sum {
  readonly value: number;
  readonly n: boolean;
  readonly v: boolean;
  readonly z: boolean;
  readonly c: boolean;
}

/** A sum of two bytes and a carry; in decimal mode the adder corrects each digit that has gone beyond 9. */
export function sum(a: number, b: number, carry: number, decimal: boolean): Sum {
  const low = (a & 15) + (b & 15) + carry;
  const lowCarry = low > (decimal ? 9 : 15);
  const high = (a >> 4) + (b >> 4) + (lowCarry ? 1 : 0);
  const highCarry = high > (decimal ? 9 : 15);
  const digit = (value: number, carried: boolean): number => (value + (decimal && carried ? 6 : 0)) & 15;
  const signed = (nibble: number): number => (nibble & 8 ? (nibble & 15) - 16 : nibble & 15);
  const signedHigh = signed(a >> 4) + signed(b >> 4) + (lowCarry ? 1 : 0);
  return {
    value: (digit(high, highCarry) << 4) | digit(low, lowCarry),
    n: (high & 8) !== 0,
    v: signedHigh < -8 || signedHigh > 7,
    z: ((a + b + carry) & 0xff) === 0,
    c: highCarry,
  };
}

/** A difference: the sum with the complement; in decimal mode a digit that has borrowed is corrected by 10. */
export function difference(a: number, b: number, carry: number, decimal: boolean): Sum {
  const low = (a & 15) + (15 - (b & 15)) + carry;
  const high = (a >> 4) + (15 - (b >> 4)) + (low >> 4);
  const digit = (value: number): number => (value + (decimal && value <= 15 ? 10 : 0)) & 15;
  const binary = a - b - (1 - carry);
  const signed = (byte: number): number => (byte & 0x80 ? byte - 0x100 : byte);
  const signedDifference = signed(a) - signed(b) - (1 - carry);
  return {
    value: (digit(high) << 4) | digit(low),
    n: (binary & 0x80) !== 0,
    v: signedDifference < -128 || signedDifference > 127,
    z: (binary & 0xff) === 0,
    c: binary >= 0,
  };
}

export class Model {
  a = 0;
  x = 0;
  y = 0;
  s = 0;
  p = 0;
  pc = 0;
  cycles = 0;
  readonly memory: Uint8Array;

  constructor(memory: Uint8Array) {
    this.memory = memory;
  }

  #read(address: number): number {
    this.cycles++;
    return this.memory[address & 0xffff];
  }
  #write(address: number, value: number): void {
    this.cycles++;
    this.memory[address & 0xffff] = value;
  }
  #fetch(): number {
    const value = this.#read(this.pc);
    this.pc = (this.pc + 1) & 0xffff;
    return value;
  }
  #push(value: number): void {
    this.#write(0x100 + this.s, value);
    this.s = (this.s + 0xff) & 0xff;
  }
  #pull(): number {
    this.s = (this.s + 1) & 0xff;
    return this.#read(0x100 + this.s);
  }
  #flag(bit: number, on: boolean): void {
    this.p = on ? this.p | bit : this.p & ~bit;
  }
  #nz(value: number): number {
    this.#flag(N, value >= 0x80);
    this.#flag(Z, value === 0);
    return value;
  }

  /** Executes one instruction. False, and nothing done, where the byte is no documented operation code. */
  step(): boolean {
    const opcode = this.memory[this.pc];
    const [aaa, bbb, cc] = [opcode >> 5, (opcode >> 2) & 7, opcode & 3];
    if (!documented(aaa, bbb, cc)) return false;
    this.#fetch();
    if ((opcode & 0x1f) === 0x10) this.#branch(opcode);
    else if (cc === 1) this.#accumulator(aaa, bbb);
    else if (cc === 2) this.#second(aaa, bbb);
    else if (bbb === 2 || bbb === 6) this.#single(opcode);
    else if (bbb === 0 && aaa < 4) this.#flow(aaa);
    else if (aaa === 2 || aaa === 3) this.#jump(aaa === 3);
    else this.#index(aaa, bbb);
    return true;
  }

  /** Address of an operand; a wasted read where an index crosses a page, and always where `always`. */
  #address(bbb: number, index: number, always: boolean): number {
    if (bbb === 1) return this.#fetch();
    if (bbb === 5) {
      const base = this.#fetch();
      this.#read(base);
      return (base + index) & 0xff;
    }
    const low = this.#fetch();
    const high = this.#fetch();
    return bbb === 3 ? low + 256 * high : this.#indexed(low, high, index, always);
  }
  #indexed(low: number, high: number, index: number, always: boolean): number {
    if (always || low + index > 0xff) this.#read(256 * high + ((low + index) & 0xff));
    return (256 * high + low + index) & 0xffff;
  }

  #accumulator(aaa: number, bbb: number): void {
    const storing = aaa === 4;
    let address = -1;
    if (bbb === 0) {
      const base = this.#fetch();
      this.#read(base);
      const pointer = (base + this.x) & 0xff;
      address = this.#read(pointer) + 256 * this.#read((pointer + 1) & 0xff);
    } else if (bbb === 4) {
      const pointer = this.#fetch();
      const low = this.#read(pointer);
      address = this.#indexed(low, this.#read((pointer + 1) & 0xff), this.y, storing);
    } else if (bbb === 6) address = this.#address(7, this.y, storing);
    else if (bbb !== 2) address = this.#address(bbb, this.x, storing);
    if (storing) {
      this.#write(address, this.a);
      return;
    }
    const value = bbb === 2 ? this.#fetch() : this.#read(address);
    if (aaa === 0) this.a = this.#nz(this.a | value);
    else if (aaa === 1) this.a = this.#nz(this.a & value);
    else if (aaa === 2) this.a = this.#nz(this.a ^ value);
    else if (aaa === 5) this.a = this.#nz(value);
    else if (aaa === 6) this.#compare(this.a, value);
    else {
      const {
        value: result,
        n,
        v,
        z,
        c,
      } = (aaa === 3 ? sum : difference)(this.a, value, this.p & C, (this.p & D) !== 0);
      this.a = result;
      this.#flag(N, n);
      this.#flag(V, v);
      this.#flag(Z, z);
      this.#flag(C, c);
    }
  }

  #compare(register: number, value: number): void {
    this.#flag(C, register >= value);
    this.#nz((register - value) & 0xff);
  }

  /** Shifts, STX, LDX, DEC, INC, and what lies among them. */
  #second(aaa: number, bbb: number): void {
    if (bbb === 2 && aaa < 4) {
      this.#read(this.pc);
      this.a = this.#shifted(aaa, this.a);
    } else if (bbb === 2 || bbb === 6) {
      this.#read(this.pc);
      if (bbb === 6) {
        if (aaa === 4) this.s = this.x;
        else this.x = this.#nz(this.s);
      } else if (aaa === 4) this.a = this.#nz(this.x);
      else if (aaa === 5) this.x = this.#nz(this.a);
      else if (aaa === 6) this.x = this.#nz((this.x - 1) & 0xff);
    } else if (aaa === 4) this.#write(this.#address(bbb, this.y, true), this.x);
    else if (aaa === 5) this.x = this.#nz(bbb === 0 ? this.#fetch() : this.#read(this.#address(bbb, this.y, false)));
    else {
      const address = this.#address(bbb, this.x, true);
      const value = this.#read(address);
      this.#write(address, value);
      const counted = aaa === 6 ? value - 1 : value + 1;
      this.#write(address, aaa < 4 ? this.#shifted(aaa, value) : this.#nz(counted & 0xff));
    }
  }

  #shifted(aaa: number, value: number): number {
    const carry = this.p & C;
    const left = aaa < 2;
    const incoming = aaa % 2 === 1 ? carry : 0;
    this.#flag(C, (value & (left ? 0x80 : 0x01)) !== 0);
    return this.#nz(left ? ((value << 1) & 0xff) | incoming : (value >> 1) | (incoming << 7));
  }

  /** BIT, STY, LDY, CPY, CPX. */
  #index(aaa: number, bbb: number): void {
    if (aaa === 4) {
      this.#write(this.#address(bbb, this.x, true), this.y);
      return;
    }
    const value = bbb === 0 ? this.#fetch() : this.#read(this.#address(bbb, this.x, false));
    if (aaa === 5) this.y = this.#nz(value);
    else if (aaa === 6) this.#compare(this.y, value);
    else if (aaa === 7) this.#compare(this.x, value);
    else {
      this.#flag(N, (value & 0x80) !== 0);
      this.#flag(V, (value & 0x40) !== 0);
      this.#flag(Z, (value & this.a) === 0);
    }
  }

  #jump(indirect: boolean): void {
    const low = this.#fetch();
    const high = this.#fetch();
    const address = low + 256 * high;
    // BIT is where an absolute JMP would be without the bit that makes it one.
    this.pc = indirect ? this.#read(address) + 256 * this.#read(256 * high + ((low + 1) & 0xff)) : address;
  }

  #branch(opcode: number): void {
    const flag = [N, V, C, Z][opcode >> 6];
    const wanted = (opcode & 0x20) !== 0;
    const offset = this.#fetch();
    if (((this.p & flag) !== 0) !== wanted) return;
    this.#read(this.pc);
    const target = (this.pc + (offset < 0x80 ? offset : offset - 0x100)) & 0xffff;
    if (target >> 8 !== this.pc >> 8) this.#read((this.pc & 0xff00) | (target & 0xff));
    this.pc = target;
  }

  /** BRK, JSR, RTI, RTS. */
  #flow(aaa: number): void {
    if (aaa === 1) {
      const low = this.#fetch();
      this.#read(0x100 + this.s);
      const high = this.memory[this.pc];
      this.#push(this.pc >> 8);
      this.#push(this.pc & 0xff);
      this.cycles++;
      this.pc = low + 256 * high;
      return;
    }
    this.#fetch();
    if (aaa === 0) {
      this.#push(this.pc >> 8);
      this.#push(this.pc & 0xff);
      this.#push(this.p | 0x30);
      this.#flag(I, true);
      this.pc = this.#read(0xfffe) + 256 * this.#read(0xffff);
      return;
    }
    this.#read(0x100 + this.s);
    if (aaa === 2) this.p = this.#pull() & ~0x30;
    this.pc = this.#pull() + 256 * this.#pull();
    if (aaa === 3) this.#fetch();
  }

  /** One byte each: the stack, flags, counting and moving index registers. */
  #single(opcode: number): void {
    this.#read(this.pc);
    switch (opcode) {
      case 0x08:
        this.#push(this.p | 0x30);
        break;
      case 0x28:
        this.#read(0x100 + this.s);
        this.p = this.#pull() & ~0x30;
        break;
      case 0x48:
        this.#push(this.a);
        break;
      case 0x68:
        this.#read(0x100 + this.s);
        this.a = this.#nz(this.#pull());
        break;
      case 0x88:
        this.y = this.#nz((this.y + 0xff) & 0xff);
        break;
      case 0x98:
        this.a = this.#nz(this.y);
        break;
      case 0xa8:
        this.y = this.#nz(this.a);
        break;
      case 0xc8:
        this.y = this.#nz((this.y + 1) & 0xff);
        break;
      case 0xe8:
        this.x = this.#nz((this.x + 1) & 0xff);
        break;
      case 0xb8:
        this.#flag(V, false);
        break;
      default:
        this.#flag([C, I, V, D][opcode >> 6], (opcode & 0x20) !== 0);
    }
  }
}

/** Which combinations of the three bit fields are operation codes. */
function documented(aaa: number, bbb: number, cc: number): boolean {
  if (cc === 3) return false;
  if (cc === 1) return !(aaa === 4 && bbb === 2);
  if (cc === 2) {
    if (bbb === 0) return aaa === 5;
    if (bbb === 4) return false;
    if (bbb === 6) return aaa === 4 || aaa === 5;
    return !(bbb === 7 && aaa === 4);
  }
  if (bbb === 2 || bbb === 4 || bbb === 6) return true;
  if (bbb === 0) return aaa !== 4;
  if (bbb === 1) return aaa === 1 || aaa > 3;
  if (bbb === 3) return aaa !== 0;
  return bbb === 5 ? aaa === 4 || aaa === 5 : aaa === 5;
}
