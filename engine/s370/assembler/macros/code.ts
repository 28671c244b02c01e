/** Source text as macro processing walks through it: statements with where they come from, COPY resolved. */
import { NAME } from "../scanner.ts";
import { type Place, readStatements, type Statement, sourceLines } from "../source.ts";

/** A statement of open code or of a macro definition. */
export interface CodeStatement {
  /** Its line and places count in the text that it stands in: the source, or a member. */
  readonly statement: Statement;
  /** As written. */
  readonly lines: readonly string[];
  /** The member that it stands in; undefined in the source. */
  readonly member: string | undefined;
  /** The COPY of the source that brought it. */
  readonly site: Place | undefined;
  /** Of a COPY: what is wrong with it, if its member does not follow. */
  readonly wrong: string | undefined;
}

/** Members that copy one another go this deep. */
const DEEPEST_COPY = 20;
/** Statements that COPY may bring in all. */
const MOST_COPIED = 100_000;

/** The operation of a statement, in upper case; empty where there is none. */
export function operationOf({ statement }: CodeStatement): string {
  return statement.operation?.name.toUpperCase() ?? "";
}

/** The library: members by name, for COPY and for macro definitions. */
export class Library {
  private readonly members: ReadonlyMap<string, string>;
  private copied = 0;

  constructor(members: ReadonlyMap<string, string>) {
    this.members = members;
  }

  /** The statements of the source, each COPY followed by what it brings. */
  source(lines: readonly string[]): CodeStatement[] {
    return this.read(lines, undefined, undefined, []);
  }

  /** The statements of a member; undefined where there is none of the name. */
  member(name: string): CodeStatement[] | undefined {
    const text = this.members.get(name);
    return text === undefined ? undefined : this.read(sourceLines(text), name, undefined, [name]);
  }

  private read(
    lines: readonly string[],
    member: string | undefined,
    site: Place | undefined,
    open: readonly string[],
  ): CodeStatement[] {
    const code: CodeStatement[] = [];
    // A member's last line end is not the start of another line.
    const own = member !== undefined && lines.at(-1) === "" ? lines.slice(0, -1) : lines;
    for (const statement of readStatements(own)) {
      const written = own.slice(statement.line - 1, statement.line - 1 + statement.lineCount);
      const name = copiedMember(statement);
      const text = name === undefined ? undefined : this.members.get(name);
      const wrong = name === undefined ? undefined : this.problem(statement, name, text, open);
      code.push({ statement, lines: written, member, site, wrong });
      if (name === undefined || text === undefined || wrong !== undefined) continue;
      const place = site ?? statement.operation?.place;
      for (const inner of this.read(sourceLines(text), name, place, [...open, name])) code.push(inner);
    }
    if (member !== undefined) this.copied += code.length;
    return code;
  }

  private problem(
    { operands }: Statement,
    name: string,
    text: string | undefined,
    open: readonly string[],
  ): string | undefined {
    if (!NAME.test(name)) {
      return operands.text === ""
        ? "COPY needs the name of a member"
        : `COPY takes one name of a member, not “${operands.text.slice(0, 20)}”`;
    }
    if (text === undefined) return `there is no member ${name} to copy`;
    if (open.includes(name)) return `${name} copies itself`;
    if (open.length >= DEEPEST_COPY) return `members copy one another more than ${DEEPEST_COPY} deep`;
    if (this.copied > MOST_COPIED) return "COPY has brought more than 100,000 statements";
    return undefined;
  }
}

/** The name that a COPY statement gives, as written but in upper case; undefined for other statements. */
function copiedMember({ operation, operands }: Statement): string | undefined {
  return operation?.name.toUpperCase() === "COPY" ? operands.text.toUpperCase() : undefined;
}
