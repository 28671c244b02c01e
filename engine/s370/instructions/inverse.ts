/** MOVE INVERSE (GA22-7000, "General Instructions"). */
import { type InstructionDefinition, ss } from "./definition.ts";

export const inverse: readonly InstructionDefinition[] = [
  // The second operand is addressed by its last byte, and goes right to left; where they overlap by more than that byte,
  // the result is unpredictable.
  ss("MVCIN", 0xe8, "Move Inverse", (op, f) => {
    const to = op.address(f.b1, f.d1);
    const last = op.address(f.b2, f.d2);
    const length = op.add(f.l, op.i32(1));
    op.probeStore(to, length);
    op.probeLoad(op.and(op.sub(last, f.l), op.i32(0xffffff)), length);
    const i = op.variable(op.i32(0));
    op.loop(() => {
      op.store8(op.add(to, i.get()), op.load8(op.sub(last, i.get())));
      i.set(op.add(i.get(), op.i32(1)));
      return op.lessUnsigned(i.get(), length);
    });
  }),
];
