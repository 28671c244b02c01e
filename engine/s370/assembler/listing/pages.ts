/** Pages of a listing: headings, titles, ejects. */

/** Lines on a page, and columns on a line, up to the end of the page's number. */
const LINES_ON_PAGE = 60;
const PAGE_COLUMN = 111;

/** Puts lines on pages, each of which begins with a title, its number, and headings. */
export class Pages {
  readonly lines: string[] = [];
  private title = "";
  private headings: readonly string[] = [];
  private number = 0;
  /** Lines left on the page; 0 where the next line begins one. */
  private left = 0;

  /** Begins a part of the listing, on a new page. */
  begin(title: string, headings: readonly string[]): void {
    this.title = title;
    this.headings = headings;
    this.eject();
  }

  /** Gives the pages that follow another title. */
  retitle(title: string): void {
    this.title = title;
    this.eject();
  }

  /** The next line stands on a new page. */
  eject(): void {
    this.left = 0;
  }

  line(text: string): void {
    if (this.left <= 0) this.beginPage();
    this.left--;
    this.lines.push(text.trimEnd());
  }

  /** Blank lines; what does not fit on the page ends it. */
  space(count: number): void {
    if (count >= this.left) this.eject();
    else for (let blank = 0; blank < count; blank++) this.line("");
  }

  private beginPage(): void {
    if (this.lines.length > 0) this.lines.push("", "");
    const page = `PAGE ${String(++this.number).padStart(4)}`;
    this.lines.push(`${this.title.padEnd(PAGE_COLUMN)} ${page}`, "", ...this.headings);
    this.left = LINES_ON_PAGE - 2 - this.headings.length;
  }
}
