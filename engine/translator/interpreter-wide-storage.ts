/** The interpreter's storage by 64-bit addresses. */
import type { AddressPort, Interpreter } from "./interpreter.ts";
import type { WideAddressPort, WideStorageOperationsOn } from "./wide-storage.ts";

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
type InterpreterClass = new (...parameters: any[]) => Interpreter<any>;

function isWide(port: AddressPort): port is AddressPort & WideAddressPort {
  return "placeToLoadAt" in port && "placeToStoreAt" in port;
}

/** Gives the interpreter storage by 64-bit addresses; its port must be a {@link WideAddressPort} too. */
export function withWideStorage<B extends InterpreterClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => WideStorageOperationsOn<number, bigint>) {
  return class extends base implements WideStorageOperationsOn<number, bigint> {
    get #port(): AddressPort & WideAddressPort {
      const { port } = this;
      if (!isWide(port)) throw new Error("The interpreter's port does not know 64-bit addresses.");
      return port;
    }

    loadAt8(address: bigint): number {
      return this.bytes.getUint8(this.#port.placeToLoadAt(address, 1));
    }
    loadAt16(address: bigint): number {
      const place = this.#port.placeToLoadAt(address, 2);
      return place < 0 ? Number(this.#loadBytes(address, 2)) : this.bytes.getUint16(place, this.littleEndian);
    }
    loadAt32(address: bigint): number {
      const place = this.#port.placeToLoadAt(address, 4);
      return place < 0 ? Number(this.#loadBytes(address, 4)) | 0 : this.bytes.getInt32(place, this.littleEndian);
    }
    loadAt64(address: bigint): bigint {
      const place = this.#port.placeToLoadAt(address, 8);
      return place < 0 ? this.#loadBytes(address, 8) : this.bytes.getBigInt64(place, this.littleEndian);
    }
    storeAt8(address: bigint, value: number): void {
      this.#store(address, BigInt(value), 1);
    }
    storeAt16(address: bigint, value: number): void {
      this.#store(address, BigInt(value), 2);
    }
    storeAt32(address: bigint, value: number): void {
      this.#store(address, BigInt(value), 4);
    }
    storeAt64(address: bigint, value: bigint): void {
      this.#store(address, value, 8);
    }

    probeLoadAt(address: bigint, length: number): void {
      this.#places(address, length, false);
    }
    probeStoreAt(address: bigint, length: number): void {
      this.#places(address, length, true);
    }
    placeToLoadAt(address: bigint, length: number): number {
      const places = this.#places(address, length, false);
      return places.length === 1 ? places[0] : -1;
    }
    placeToStoreAt(address: bigint, length: number): number {
      const places = this.#places(address, length, true);
      return places.length === 1 && this.port.plain(places[0], length) ? places[0] : -1;
    }

    /** The place of all bytes, or of each where they do not lie together. */
    #places(address: bigint, length: number, write: boolean): number[] {
      const port = this.#port;
      const ask = (at: bigint, size: number): number =>
        write ? port.placeToStoreAt(at, size) : port.placeToLoadAt(at, size);
      const whole = ask(address, length);
      if (whole >= 0) return [whole];
      return Array.from({ length }, (_, i) => ask(BigInt.asIntN(64, address + BigInt(i)), 1));
    }

    /** The value of bytes that lie in different pages. */
    #loadBytes(address: bigint, length: number): bigint {
      const places = this.#places(address, length, false);
      const ordered = this.littleEndian ? places.toReversed() : places;
      const value = ordered.reduce((left, place) => (left << 8n) | BigInt(this.bytes.getUint8(place)), 0n);
      return BigInt.asIntN(64, value);
    }

    #store(address: bigint, value: bigint, length: number): void {
      const place = this.#port.placeToStoreAt(address, length);
      // All bytes are asked for before the first is stored.
      const places = place < 0 ? this.#places(address, length, true) : [];
      for (let i = 0; i < length; i++) {
        const shift = BigInt(8 * (this.littleEndian ? i : length - 1 - i));
        const at = place < 0 ? places[i] : place + i;
        this.bytes.setUint8(at, Number((value >> shift) & 0xffn));
        if (place < 0) this.port.stored(at, 1);
      }
      if (place >= 0) this.port.stored(place, length);
    }
  };
}
