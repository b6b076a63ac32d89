// A shift at one console: it begins with the sound and ends with the hand-over, is written down and printed, and
// whatever the officer types stays what was typed.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Watched } from "./support/browser.ts";
import { barrierFree, board, desks, report, rested, signIn, snapshot, writeReport } from "./support/desk.ts";
import { passphrase, World, type Console } from "./support/world.ts";

let world: World;
let quanHoa: Console;
const { look } = desks();
const rang = () => join(world.folder, "rang");

beforeAll(async () => {
  world = await World.make();
  for (const name of ["an", "binh"]) world.officer("quan-hoa", name);
  quanHoa = await world.console("quan-hoa", { settings: `[console]\nalarm_command = ["touch", "${rang()}"]\n` });
});
afterAll(() => world?.end());

const go = async (at: Watched, screen: string) => {
  await at.page.getByRole("navigation").getByRole("link", { name: screen }).click();
  await at.page.getByRole("heading", { level: 1 }).getByText(screen).waitFor();
};

it("begins a shift with the sound, and hands it over to who gives the own passphrase", async () => {
  const desk = await look(quanHoa);
  await signIn(desk);
  await desk.page.getByRole("banner").getByText("Trực ban: an").click();
  const dialog = desk.page.getByRole("dialog");
  await dialog.getByText("Chưa ai xác nhận nghe rõ chuông").waitFor();
  await dialog.getByRole("button", { name: "Phát thử" }).click();
  await world.until("the alarm command ran", async () => existsSync(rang()));
  await dialog.getByRole("button", { name: "Tôi nghe rõ" }).click();
  await dialog.getByText(/Đã nghe rõ lúc \d\d:\d\d:\d\d/).waitFor();
  await snapshot(desk.page, "50-sound");
  await desk.page.keyboard.press("Escape");
  await report(desk, "Trộm cắp", "Mất xe đạp", /2/, "Cầu T11");
  await go(desk, "Sổ trực");
  const form = board(desk).getByRole("region", { name: "Bàn giao ca" });
  await form.getByText("Trộm cắp").waitFor();
  await form.getByRole("button", { name: "Nhận ca" }).click();
  await form.getByText("Chọn người nhận ca.").waitFor();
  await form.getByRole("radio", { name: "binh" }).check({ force: true });
  await form.getByLabel("Cụm mật khẩu của người nhận ca").fill("không phải");
  await form.getByRole("button", { name: "Nhận ca" }).click();
  await form.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
  await barrierFree(desk.page, "the hand-over refused");
  await form.getByRole("button", { name: "Tôi nghe rõ" }).click();
  await form.getByText("Đã nghe rõ.").waitFor();
  await form.getByLabel("Dặn lại ca sau").fill("Theo dõi cầu T11");
  await form.getByLabel("Cụm mật khẩu của người nhận ca").fill(passphrase);
  await form.getByRole("button", { name: "Nhận ca" }).click();
  await form.getByText("ĐÃ BÀN GIAO CA").waitFor();
  await desk.page.getByRole("banner").getByText("Trực ban: binh").waitFor();
  await board(desk).getByRole("row", { name: /Bàn giao ca: an → binh.*Theo dõi cầu T11/ }).waitFor();
  await snapshot(desk.page, "51-handed-over");
});

it("prints the log and what the shift hands over, black on white and nothing of it cut off", async () => {
  const desk = await look(quanHoa, { height: 600 });
  await go(desk, "Sổ trực");
  // More than a screen holds, all of it to be on paper.
  const lines = Array.from({ length: 40 }, (_, i) => `Dòng ${i + 1}`);
  await board(desk).getByLabel("Ghi vào sổ").fill(lines.join("\n"));
  await board(desk).getByRole("button", { name: "Ghi", exact: true }).click();
  await board(desk).getByRole("row", { name: /Dòng 40/ }).waitFor();
  await desk.page.evaluate(() => addEventListener("beforeprint", () => (document.title = "printed")));
  await desk.page.getByRole("button", { name: "In", exact: true }).click();
  await world.until("it is printed", async () => (await desk.page.title()) === "printed");
  await desk.page.emulateMedia({ media: "print" });
  await snapshot(desk.page, "52-print");
  expect(await desk.page.locator("header, section.alarm, form").filter({ visible: true }).count(), "paper has nothing to press").toBe(0);
  await board(desk).getByRole("row", { name: /Bàn giao ca: an → binh/ }).waitFor();
  await board(desk).getByRole("region", { name: "Bàn giao ca" }).getByText("Trộm cắp").waitFor();
  const paper = await desk.page.evaluate(() => {
    const main = document.querySelector("main")!;
    return { whole: main.scrollHeight <= main.clientHeight, long: document.documentElement.scrollHeight > innerHeight };
  });
  expect(paper).toEqual({ whole: true, long: true });
});

const asked = (at: Watched, category: string) =>
  at.page.locator("section.alarm li").filter({ hasText: category }).getByText("Vĩnh Phúc chủ trì, phường ta có nhiệm vụ phối hợp").waitFor();
const unseen = (at: Watched) => at.page.locator("section.alarm").getByRole("button", { name: "Đã rõ" }).count();
const calledFor = (category: string) =>
  world.wardlink("vinh-phuc", "report", "incident", "--landmark", "cau-t11", "--category", category, "--severity", "3", "--text", "Ở đầu cầu");

it("takes another key for an answer where the officer has chosen it, and keeps it", async () => {
  const desk = await look(quanHoa);
  calledFor("robbery");
  await asked(desk, "Cướp, cướp giật");
  await desk.page.keyboard.press("F1");
  const dialog = desk.page.getByRole("dialog");
  const row = dialog.getByRole("row", { name: "Đã rõ" });
  await row.getByRole("button").click();
  await desk.page.keyboard.press("F8");
  const refusal = dialog.getByText("Phím này đã dùng cho việc khác.");
  await refusal.waitFor();
  const [said, shown] = [await refusal.boundingBox(), await dialog.boundingBox()];
  expect(said!.y + said!.height, "it can be read without scrolling").toBeLessThan(shown!.y + shown!.height);
  await snapshot(desk.page, "53-keys");
  await desk.page.keyboard.press("F4");
  await row.getByText("F4").waitFor();
  await desk.page.keyboard.press("Escape");
  await desk.page.reload();
  await asked(desk, "Cướp, cướp giật");
  await rested(desk);
  await desk.page.keyboard.press("F2");
  expect(await unseen(desk), "F2 has nothing to say any more").toBe(1);
  await desk.page.locator("section.alarm kbd").getByText("F4").waitFor();
  await desk.page.keyboard.press("F4");
  await desk.page.locator("section.alarm").getByText("Đã rõ, còn chờ trả lời").waitFor();
  await desk.page.keyboard.press("F1");
  await dialog.getByRole("button", { name: "Trở về phím gốc" }).click();
  await row.getByText("F2").waitFor();
});

/** What an input method does: the word as it stands after each key, and the word done. */
const compose = (at: CDPSession, text: string) =>
  at.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
const commit = (at: CDPSession, text: string) => at.send("Input.insertText", { text });

it("leaves a word alone while it is being composed, whatever comes in and whichever key is pressed", async () => {
  const desk = await look(quanHoa);
  const { page } = desk;
  const method = await desk.context.newCDPSession(page);
  await writeReport(desk, "Ma túy", "", /3/, "Cầu T11");
  await page.locator("#text").focus();
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    addEventListener("compositionend", () => (dataset.composed = String(Number(dataset.composed ?? 0) + 1)));
  });
  for (const word of ["x", "xo", "xô"]) await compose(method, word);
  await commit(method, "xô ");
  for (const word of ["x", "xa", "xat", "xát"]) await compose(method, word);
  calledFor("disorder");
  await asked(desk, "Gây rối, xô xát");
  await rested(desk);
  const waiting = await unseen(desk);
  for (const key of ["F1", "F2", "F8", "Insert", "Control+Enter"]) await page.keyboard.press(key);
  expect(await unseen(desk)).toBe(waiting);
  expect(await page.locator("section.alarm .given").count(), "nothing was answered").toBe(0);
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await page.locator("section.sent").count(), "nothing was sent").toBe(0);
  expect(await page.locator("#text").inputValue()).toBe("xô xát");
  expect(await page.evaluate(() => document.documentElement.dataset.composed), "the first word alone is done").toBe("1");
  await commit(method, "xát");
  expect(await page.locator("#text").inputValue()).toBe("xô xát");
  await page.keyboard.press("F2");
  await page.locator("section.alarm").getByText("Đã rõ, còn chờ trả lời").nth(1).waitFor();

  await go(desk, "Lịch sử");
  await page.locator("#sought").focus();
  for (const word of ["d", "dd", "đ", "đâ", "đâu", "đầu"]) await compose(method, word);
  await page.keyboard.press("F1");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await commit(method, "đầu");
  expect(await page.locator("#sought").inputValue()).toBe("đầu");
  await page.keyboard.press("Enter");
  await board(desk).getByText(/^2 việc/).waitFor();
});

it("has no key that is a letter or a digit", async () => {
  const desk = await look(quanHoa);
  const { page } = desk;
  calledFor("drugs");
  await asked(desk, "Ma túy");
  await rested(desk);
  const waiting = await unseen(desk);
  const all = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz0123456789";
  await page.keyboard.type(all);
  expect(new URL(page.url()).hash).toMatch(/^(#\/board)?$/);
  await page.keyboard.press("Insert");
  await page.locator("#text").focus();
  await page.keyboard.type(all);
  expect(await page.locator("#text").inputValue()).toContain(all);
  expect(await unseen(desk)).toBe(waiting);
  expect(await page.getByRole("dialog").count()).toBe(0);
});
