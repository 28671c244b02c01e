/**
 * The instructions of the first recording (s370.json.gz), in the order in which its cases were made. The list is fixed,
 * so that a case is made again from its number whatever the table of instructions has gained; new ones have recordings
 * of their own.
 */
import { type InstructionDefinition, instructions } from "../../engine/s370/index.ts";

const MNEMONICS = `
  LR LTR LCR LPR LNR L LH LA IC ST STH STC LM STM ICM STCM CLM AR A AH SR S SH ALR AL SLR SL MR M MH DR D CR C CH CLR CL
  CLI NR N NI OR O OI XR X XI MVI TM SLL SRL SLA SRA SLDL SRDL SLDA SRDA CS CDS TS SPM BCR BC BALR BAL BASR BAS BCTR BCT
  BXH BXLE EX SVC MVC MVN MVZ NC OC XC CLC TR TRT MVCL CLCL PACK UNPK MVO CVB CVD LPSW SSM STNSM STOSM LCTL STCTL SSK
  ISK RRB SPKA IPK PTLB LRA STIDP STAP STCK DIAG SIO SIOF TIO HIO TCH`
  .trim()
  .split(/\s+/);

/** Definitions by mnemonic, in the order given. Throws where there is none. */
export function definitionsOf(mnemonics: readonly string[]): readonly InstructionDefinition[] {
  const known = new Map(instructions.map((definition) => [definition.mnemonic, definition]));
  return mnemonics.map((mnemonic) => {
    const definition = known.get(mnemonic);
    if (!definition) throw new Error(`there is no instruction ${mnemonic}, and cases have been recorded for it`);
    return definition;
  });
}

export const baseInstructions = definitionsOf(MNEMONICS);
