/** An assembler statement's fields, for highlighting: name, operation, operands, remarks. */

export type FieldKind = "comment" | "name" | "operation" | "operands" | "remarks" | "blank";

export interface Field {
  readonly kind: FieldKind;
  readonly text: string;
}

/** Splits a line into its fields; together they are the line again. */
export function statementFields(line: string): readonly Field[] {
  if (line.startsWith("*")) return [{ kind: "comment", text: line }];
  const fields: Field[] = [];
  let rest = line;
  const take = (kind: FieldKind, length: number) => {
    if (length > 0) fields.push({ kind, text: rest.slice(0, length) });
    rest = rest.slice(length);
  };
  const blanks = () => take("blank", /^\s*/.exec(rest)![0].length);
  take("name", /^\S*/.exec(rest)![0].length);
  blanks();
  take("operation", /^\S*/.exec(rest)![0].length);
  blanks();
  take("operands", operandsLength(rest));
  blanks();
  take("remarks", rest.length);
  return fields;
}

/** Operands end at the first blank outside an apostrophe-quoted string; L'NAME is an attribute, not a string. */
function operandsLength(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'") {
      const attribute =
        !quoted && /(^|[^A-Z0-9@#$])[LT]$/i.test(text.slice(0, at)) && /^[A-Z@#$*]/i.test(text.slice(at + 1));
      if (!attribute) quoted = !quoted;
    } else if (/\s/.test(character) && !quoted) return at;
  }
  return text.length;
}

/** Which statements of the language make or name storage and are no instructions: they are not coloured. */
const DIRECTIVES = new Set(
  [
    "DC DS EQU ORG USING DROP START CSECT DSECT END LTORG TITLE EJECT SPACE PRINT COPY CNOP ENTRY EXTRN CCW",
    "COM DXD CXD WXTRN OPSYN PUNCH REPRO ICTL ISEQ",
    "MACRO MEND MEXIT MNOTE AIF AGO ANOP ACTR LCLA LCLB LCLC GBLA GBLB GBLC SETA SETB SETC",
  ].flatMap((names) => names.split(" ")),
);

/** The class of an operation: the monitor's colour for what traps in problem state. */
export function operationClass(operation: string, privileged: ReadonlySet<string>): "priv" | "op" | "dir" {
  const name = operation.toUpperCase();
  if (privileged.has(name)) return "priv";
  return DIRECTIVES.has(name) ? "dir" : "op";
}
