/** TextMate grammar of System/370 assembler for code in pages, made from the engine's instruction table. */

/** What the grammar needs of an instruction. */
export interface Mnemonic {
  readonly mnemonic: string;
  readonly privileged: boolean;
}

/** Label, operation, operands, remarks. An operand ends at the first blank outside quotes; L'NAME opens no quote. */
const operands = "(?:[LTKNI]'(?=[A-Z@#$])|'[^']*'|[^\\s'])+";

const line = (mnemonics: string, scope: string) => ({
  match: `(?i)^([A-Z@#$][A-Z0-9@#$_]*)?\\s+(${mnemonics})(?:\\s+(${operands})(?:\\s+(.*))?)?\\s*$`,
  captures: {
    1: { name: "entity.name.label" },
    2: { name: scope },
    3: { name: "meta.operands" },
    4: { name: "comment.line.remarks" },
  },
});

/** The grammar, under the names `s370` and `asm370`. */
export function s370Grammar(instructions: readonly Mnemonic[]) {
  const named = (privileged: boolean) =>
    instructions.filter((each) => each.privileged === privileged).map((each) => each.mnemonic);
  const extended = [
    "B",
    "BR",
    "NOP",
    "NOPR",
    ...["H", "L", "E", "O", "P", "M", "Z"].flatMap((on) => [`B${on}`, `BN${on}`, `B${on}R`, `BN${on}R`]),
  ];
  const directives = [
    "USING|DROP|START|CSECT|DSECT|COM|DXD|CXD|DC|DS|CCW|EQU|ORG|LTORG|CNOP|END|ENTRY|EXTRN|WXTRN|COPY|OPSYN",
    "TITLE|EJECT|SPACE|PRINT|PUNCH|MACRO|MEND|MEXIT|MNOTE|AIF|AGO|ANOP|ACTR",
    "LCLA|LCLB|LCLC|GBLA|GBLB|GBLC|SETA|SETB|SETC",
  ].join("|");
  return {
    name: "s370",
    aliases: ["asm370", "hlasm"],
    scopeName: "source.s370",
    patterns: [
      { match: "^\\*.*$", name: "comment.line" },
      line(named(true).join("|"), "keyword.privileged"),
      line([...named(false), ...extended].join("|"), "keyword.instruction"),
      line(directives, "keyword.directive"),
    ],
    repository: {},
  };
}
