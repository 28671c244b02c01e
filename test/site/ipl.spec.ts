/** "IPL your own": media are dropped, programs loaded, consoles typed at, listings read, disks saved; nothing is lost, and what is wrong is said. */
import { readFileSync } from "node:fs";
import { writeTape } from "../../engine/s370/devices/images/tape.ts";
import { blankPack, DiskPack, diskFile, diskType } from "../../engine/s370/index.ts";
import { expect, expectNoViolations, open, type Page, test, themes } from "./site.ts";

const PAGE = "/ipl/";
const AT_WORK = `009 3215
00C 3505 card-lister.deck cards.txt eof
00D 3525
00E 1403
0C0 3277
150 3350 new.cckd new=BLANK
`;

interface Dropped {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const text = (name: string, lines: string): Dropped => ({ name, bytes: new TextEncoder().encode(lines) });

/** Opens the page and waits until its machine can be had. */
async function openMachine(page: Page): Promise<void> {
  await open(page, PAGE);
  await expect(page.locator(".ipl")).toHaveAttribute("data-ready", "");
}

/** Drops files on the machine, as from a folder. */
async function drop(page: Page, ...files: readonly Dropped[]): Promise<void> {
  const data = await page.evaluateHandle(
    (given) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of given)
        transfer.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name));
      return transfer;
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString("base64") })),
  );
  await page.locator(".ipl").dispatchEvent("drop", { dataTransfer: data });
  await data.dispose();
}

const ipl = (page: Page) => page.getByRole("button", { name: "IPL", exact: true }).click();
const says = (page: Page) => page.locator(".operator .says");
const shelf = (page: Page) => page.getByRole("region", { name: "The shelf" });
const configuration = (page: Page) => page.getByLabel("Text of the configuration");
const consolePaper = (page: Page) => page.getByRole("log", { name: /Paper of the 3215/ });
const listing = (page: Page) => page.getByRole("log", { name: /Paper of the 1403/ });

/** Waits until all that was written is kept. */
const kept = (page: Page) => expect(page.locator(".keeping")).toHaveText("kept in this browser");

/** A line typed at the console, when the program waits for it. */
async function type(page: Page, line: string): Promise<void> {
  await expect(page.locator(".proceed")).toContainText("PROCEED");
  await page.getByLabel(/^Line for the 3215/).fill(line);
  await page.keyboard.press("Enter");
}

/** Formats the blank disk of the ready installation. */
async function format(page: Page): Promise<void> {
  await page.getByLabel("A ready configuration").selectOption("formatter");
  await expect(configuration(page)).toHaveValue(/disk-formatter/);
  await ipl(page);
  await type(page, "INIT 151,3350,WORK01");
  await expect(consolePaper(page)).toContainText("16650 TRACKS", { timeout: 30_000 });
}

const smallPack = () => new DiskPack(blankPack(diskType("3330")!, { volume: "SMALL1", cylinders: 4 }));
const bytesOf = (pieces: Iterable<Uint8Array>): Uint8Array => Buffer.concat([...pieces]);

test("a deck that is dropped is listed by the program in front of it", async ({ page }) => {
  await openMachine(page);
  await drop(page, text("hello.txt", "A CARD OF MY OWN\nAND ANOTHER\n"));
  await expect(shelf(page)).toContainText("2 cards, text");
  await expect(configuration(page)).toHaveValue(/card-lister\.deck hello\.txt eof/);
  await ipl(page);
  await expect(listing(page)).toContainText("000001  A CARD OF MY OWN");
  await expect(listing(page)).toContainText("000002 CARDS");
  await expect(says(page)).toContainText("Disabled wait, code 000000");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "save the listing" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("listing.txt");
  expect(readFileSync(await download.path(), "utf8")).toContain("000002  AND ANOTHER");
  // The cards are put into the reader again.
  await ipl(page);
  await expect(listing(page)).toContainText(/000002 CARDS[\s\S]*000002 CARDS/);
});

test("a listing is here again at the next visit, goes on, and is torn off when that is said twice", async ({
  page,
}) => {
  await openMachine(page);
  await drop(page, text("hello.txt", "A CARD OF MY OWN\n"));
  await ipl(page);
  await expect(listing(page)).toContainText("000001 CARDS");
  await kept(page);
  await page.reload();
  await expect(page.locator(".ipl")).toHaveAttribute("data-ready", "");
  await expect(listing(page)).toContainText("000001  A CARD OF MY OWN");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "save the listing" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain("000001  A CARD OF MY OWN");
  // A machine is made, and its paper lies behind that.
  await ipl(page);
  await expect(listing(page)).toContainText(/000001 CARDS[\s\S]*000001 CARDS/);
  await kept(page);
  await page.getByRole("button", { name: "tear off: 1403 printer 00E" }).click();
  await page.getByRole("button", { name: "yes, tear off and throw away: 1403 printer 00E" }).click();
  await expect(listing(page)).not.toContainText("CARD");
  await page.reload();
  await expect(page.locator(".ipl")).toHaveAttribute("data-ready", "");
  await expect(shelf(page)).toContainText("hello.txt");
  await expect(listing(page)).not.toContainText("CARD");
});

test("a blank disk is formatted, kept, saved, and opened again", async ({ page }) => {
  await openMachine(page);
  await format(page);
  await expect(shelf(page)).toContainText("16,650 tracks written");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "save .cckd of work.cckd" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("work.cckd");
  const bytes = readFileSync(await download.path());
  // Another visit: what was written is here.
  await kept(page);
  await page.reload();
  await expect(page.locator(".ipl")).toHaveAttribute("data-ready", "");
  await expect(shelf(page)).toContainText("16,650 tracks written");
  await page.getByLabel("load unit").selectOption({ label: "151 · 3350" });
  await ipl(page);
  await expect(says(page)).toContainText("code 00000F");
  // And the file is a disk of its own.
  await drop(page, { name: "copy.cckd", bytes });
  await expect(shelf(page)).toContainText("copy.cckd");
  await expect(configuration(page)).toHaveValue(/350 {2}3350 {2}copy\.cckd/);
  await ipl(page);
  await expect(says(page)).toContainText("code 00000F");
});

test("what was written is given up only when that is said twice, and not while it is on a drive", async ({ page }) => {
  await openMachine(page);
  await format(page);
  await shelf(page)
    .getByRole("button", { name: /give up what was written/ })
    .click();
  await shelf(page).getByRole("button", { name: "yes, give up what was written" }).click();
  await expect(page.getByRole("alert")).toContainText("turn the power off first");
  await page.getByRole("button", { name: "power off" }).click();
  await shelf(page)
    .getByRole("button", { name: /give up what was written/ })
    .click();
  await shelf(page).getByRole("button", { name: "yes, give up what was written" }).click();
  await expect(shelf(page)).not.toContainText("work.cckd");
});

test("a broken image is refused with what and where, or used as far as it is sound", async ({ page }) => {
  await openMachine(page);
  const whole = bytesOf(diskFile(smallPack(), "plain"));
  const tape = bytesOf(writeTape([new Uint8Array(100), new Uint8Array(100), null]));
  await drop(page, { name: "broken.aws", bytes: tape.subarray(0, 150) });
  await expect(page.getByRole("alert")).toContainText(/broken\.aws is damaged \(byte [\d,]+: /);
  await drop(page, { name: "broken.ckd", bytes: whole.subarray(0, whole.length - 5_000) });
  await expect(page.getByRole("alert")).toContainText(/broken\.ckd is damaged \(byte [\d,]+: /);
  await page.getByRole("alert").getByRole("button", { name: "use it read-only, as far as it is sound" }).click();
  await expect(configuration(page)).toHaveValue(/330 {2}3330 {2}broken\.ckd damaged/);
  await ipl(page);
  await expect(says(page)).toContainText("code 00000F");
  await expect(page.getByRole("row", { name: /330/ })).toContainText("read only");
  // The tape, which nobody has taken as it is, is not in the configuration.
  await expect(configuration(page)).not.toHaveValue(/broken\.aws/);
});

test("an image is mounted with its shadow file", async ({ page }) => {
  await openMachine(page);
  const base = bytesOf(diskFile(smallPack(), "compressed"));
  const changed = smallPack();
  // The PSW of record 1, which ends the program that is loaded, with another code.
  const track = changed.track(0).slice();
  const code = track.indexOf(0x0f, 40);
  track[code] = 0x5f;
  changed.replace(0, track);
  const shadow = bytesOf(diskFile(changed, "shadow"));
  await drop(page, { name: "base.cckd", bytes: base }, { name: "base_1.cckd", bytes: shadow });
  await expect(shelf(page)).toContainText("shadow file");
  await ipl(page);
  await expect(says(page)).toContainText("code 00000F");
  await configuration(page).fill("009 3215\n330 3330 base.cckd sf=base_*.cckd\n");
  await expect(page.getByLabel("load unit")).not.toContainText("00C");
  await ipl(page);
  await expect(says(page)).toContainText("code 00005F");
});

test("a second window says that only the first one keeps what is written", async ({ page, context }) => {
  await openMachine(page);
  const second = await context.newPage();
  await openMachine(second);
  await expect(second.getByRole("alert")).toContainText("open in another window");
  await format(second);
  await expect(second.getByRole("alert")).toContainText("cannot be kept");
  await page.reload();
  await expect(page.locator(".ipl")).toHaveAttribute("data-ready", "");
  await expect(shelf(page)).not.toContainText("work.cckd");
});

test("without WebAssembly the page says so, and what to do", async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
  await open(page, PAGE);
  await expect(page.locator("#machine")).toContainText("This browser has no WebAssembly");
});

test("a configuration that is wrong says where; a click leads there; nothing is loaded", async ({ page }) => {
  await openMachine(page);
  await configuration(page).fill("MAINSIZE 2\n009 3215\n00C 3506 x.txt\n");
  const message = page.locator(".messages li").first();
  await expect(message).toContainText("line 3, column 5");
  await message.getByRole("button").click();
  const selected = await configuration(page).evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  expect(selected).toBe("3506");
  await ipl(page);
  await expect(page.getByRole("alert")).toContainText("configuration has errors");
  // A file that is not there is the configuration's error too.
  await configuration(page).fill("009 3215\n00C 3505 nowhere.txt\n");
  await expect(message).toHaveCount(0);
  await ipl(page);
  await expect(message).toContainText("there is no file nowhere.txt");
});

test("a device with nothing to load, one that is not there, and keys without a machine are answered in a sentence", async ({
  page,
}) => {
  await openMachine(page);
  await configuration(page).fill("009 3215\n00C 3505\n180 3420\n");
  await expect(page.getByLabel("load unit")).toContainText("180 · 3420");
  await ipl(page);
  await expect(page.getByRole("alert")).toContainText(
    "Nothing could be loaded from 00C: there are no cards in the reader",
  );
  await page.getByLabel("load unit").selectOption({ label: "180 · 3420" });
  await ipl(page);
  await expect(page.getByRole("alert")).toContainText("Nothing could be loaded from 180: no tape is on the drive");
});

test("what is no medium is refused by name, and what is beside it is taken", async ({ page }) => {
  await openMachine(page);
  await drop(page, text("images.zip", "PK"), text("empty.ckd", ""), text("good.txt", "A CARD\n"));
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("images.zip is an archive");
  await expect(alert).toContainText("empty.ckd is empty");
  await expect(shelf(page)).toContainText("good.txt");
  await drop(page, text("machine.cnf", "MAINSIZE 2\nCNSLPORT 3270\n009 3215\n00C 3505 good.txt\n"));
  await expect(configuration(page)).toHaveValue(/CNSLPORT/);
  await expect(page.locator(".messages.notes")).toContainText("line 2, column 1");
});

test("assembler source becomes a deck that loads itself; its errors have line and column", async ({ page }) => {
  await openMachine(page);
  await drop(page, text("bad.asm", "X START X'1000'\n         LA    1,NOWHERE\n         END\n"));
  await expect(page.getByRole("alert")).toContainText("bad.asm, line 2, column 18");
  await drop(
    page,
    text(
      "mine.asm",
      "MINE     START X'1000'\n         BALR  12,0\n         USING *,12\n         LPSW  ENDS\nENDS     DC    0D'0',X'000A000000ABCDEF'\n         END   MINE\n",
    ),
  );
  await expect(configuration(page)).toHaveValue(/3505 {2}mine\.deck/);
  await ipl(page);
  await expect(says(page)).toContainText("code ABCDEF");
});

test("a tape is known, mounted and written; what is written on it is kept", async ({ page }) => {
  await openMachine(page);
  const tape = bytesOf(writeTape([new Uint8Array(24), null]));
  const source = `WRITE    START X'1000'
         BALR  12,0
         USING *,12
         LA    0,WRITES
         ST    0,72
         LA    1,X'180'
         SIO   0(1)
         TIO   0(1)
         BC    7,*-4
         LPSW  ENDS
ENDS     DC    0D'0',X'000A000000000000'
WRITES   CCW   X'01',WRITE,X'60',100
         CCW   X'1F',0,X'20',1
         END   WRITE
`;
  await drop(page, { name: "mine.aws", bytes: tape }, text("write.asm", source));
  await expect(shelf(page)).toContainText("AWS tape");
  await page.getByLabel("load unit").selectOption({ label: "00C · 3505" });
  await ipl(page);
  await expect(says(page)).toContainText("code 000000");
  await expect(shelf(page)).toContainText("2 blocks written");
  await kept(page);
  await page.reload();
  await expect(shelf(page)).toContainText("2 blocks written");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "save .aws of mine.aws" }).click(),
  ]);
  const saved = readFileSync(await download.path());
  expect([...saved.subarray(0, 6)]).toEqual([100, 0, 0, 0, 0xa0, 0]);
  expect(saved.length).toBe(6 + 100 + 6);
});

test("a display is written, typed at, and read", async ({ page }) => {
  await openMachine(page);
  const source = `SCREEN   START X'1000'
         BALR  12,0
         USING *,12
         LA    2,X'0C0'
         LA    0,SHOWS
         BAL   14,DOES
ATTENDS  TIO   0(2)
         BC    11,ATTENDS
         TM    68,X'80'
         BC    8,ATTENDS
         LA    0,READS
         BAL   14,DOES
         LA    2,9
         LA    0,TELLS
         BAL   14,DOES
         LPSW  ENDS
DOES     ST    0,72
         SIO   0(2)
BUSY     TIO   0(2)
         BC    2,BUSY
         BC    8,BUSY
         TM    68,X'04'
         BC    8,BUSY
         BR    14
ENDS     DC    0D'0',X'000A000000000000'
SHOWS    CCW   X'05',SCREENS,X'20',SCREENL
READS    CCW   X'06',INPUT,X'20',80
TELLS    CCW   X'09',INPUT+6,X'20',5
SCREENS  DC    X'C3114040',X'1DF8',C'WHO IS THERE?',X'1D40',X'13'
SCREENL  EQU   *-SCREENS
INPUT    DC    CL80' '
         END   SCREEN
`;
  await drop(page, text("screen.asm", source));
  await expect(configuration(page)).toHaveValue(/screen\.deck/);
  await ipl(page);
  const glass = page.getByRole("application");
  await expect(glass).toContainText("WHO IS THERE?");
  await glass.focus();
  await page.keyboard.type("MAINT");
  await expect(glass).toContainText("WHO IS THERE? MAINT");
  await page.keyboard.press("Enter");
  await expect(consolePaper(page)).toContainText("MAINT");
  // Tab belongs to the display, until Escape gives it back.
  await glass.focus();
  await page.keyboard.press("Tab");
  await expect(glass).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(glass).not.toBeFocused();
});

test("a machine stops and starts, and a tape that is dropped meanwhile is mounted while it runs", async ({ page }) => {
  await openMachine(page);
  await drop(
    page,
    text("loop.asm", "LOOP     START X'1000'\n         BALR  12,0\n         B     0(12)\n         END\n"),
  );
  await expect(configuration(page)).toHaveValue(/loop\.deck/);
  await ipl(page);
  await expect(says(page)).toHaveText("Running.");
  await expect(page.locator(".lamp-system")).toContainText("is lit");
  await page.getByRole("button", { name: "stop" }).click();
  await expect(says(page)).toContainText("Stopped");
  await page.getByRole("button", { name: "start", exact: true }).click();
  await expect(says(page)).toHaveText("Running.");
  await drop(page, { name: "late.aws", bytes: bytesOf(writeTape([new Uint8Array(24), null])) });
  await expect(page.getByRole("alert")).toContainText("On the shelf: late.aws");
  await page.getByRole("button", { name: "change what is in 180" }).click();
  await page.getByRole("button", { name: "mount", exact: true }).click();
  await expect(page.getByRole("row", { name: /180/ })).toContainText("late.aws at load point");
  await page.getByRole("button", { name: "power off" }).click();
  await expect(says(page)).toHaveText("Off.");
});

for (const colorScheme of themes) {
  test(`a machine at work, ${colorScheme}: axe finds nothing, and it fits narrow windows`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openMachine(page);
    // The lister's media come with its configuration.
    await page.getByLabel("A ready configuration").selectOption("lister");
    await expect(shelf(page)).toContainText("card-lister.deck");
    await configuration(page).fill(AT_WORK);
    await expect(page.getByLabel("load unit")).toContainText("150 · 3350");
    await ipl(page);
    await expect(listing(page)).toContainText("CARDS");
    await page.getByRole("button", { name: "change what is in 00C" }).click();
    await expectNoViolations(page);
    for (const width of [320, 390, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `at ${width} pixels`).toBeLessThanOrEqual(0);
    }
  });
}
