// What a duty officer does at a console and looks for on its pages, in either language.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { open, type View, type Watched } from "./browser.ts";
import { launch } from "./chromium.mjs";
import { passphrase, top, type Console } from "./world.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = join(top, "build/screenshots");
mkdirSync(pictures, { recursive: true });

/** A browser for the tests of one file: opens consoles, closes them after each test and expects that nothing was wrong. */
export function desks(): { look: (at: Console, view?: View) => Promise<Watched>; browser: () => Browser } {
  let browser: Browser | undefined;
  let opened: Watched[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    const faults = opened.flatMap((each) => each.faults);
    await Promise.all(opened.map((each) => each.context.close()));
    opened = [];
    expect(faults, "no outside request, nothing against the content policy, no error").toEqual([]);
  });
  afterAll(() => browser?.close());
  return {
    look: async (at, view = {}) => {
      const watched = await open(browser!, at, view);
      opened.push(watched);
      await online(watched);
      return watched;
    },
    browser: () => browser!,
  };
}

const banner = (at: Watched) => at.page.getByRole("banner");
export const online = (at: Watched) => banner(at).getByText(/^(TRỰC TUYẾN|ONLINE) · /).waitFor();
/** The questions that are open, one each. */
export const alarm = (at: Watched) => at.page.locator("section.alarm .question");
export const board = (at: Watched) => at.page.getByRole("main");
export const nobody = (at: Watched) => banner(at).getByText(/CHƯA ĐĂNG NHẬP|NOT SIGNED IN/);
/** The keys act: a second has passed since what they act on changed. */
export const rested = (at: Watched) =>
  at.page.waitForFunction(() => document.querySelector("section.alarm button[aria-disabled=false]") !== null);

export async function offerPassphrase(at: Watched, words: string): Promise<void> {
  const dialog = at.page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "an", exact: true }).check();
  await dialog.getByLabel(/mật khẩu|passphrase/i).fill(words);
  await dialog.getByLabel(/mật khẩu|passphrase/i).press("Enter");
}
export async function signIn(at: Watched): Promise<void> {
  await nobody(at).click();
  await offerPassphrase(at, passphrase);
  await nobody(at).waitFor({ state: "detached" });
  await at.page.keyboard.press("Escape");
}

type What = [category: string, text: string, severity: RegExp, where: string];
/** By keyboard alone, but for the place. */
export async function writeReport(at: Watched, ...[category, text, severity, where]: What): Promise<void> {
  const { page } = at;
  await page.keyboard.press("Insert");
  await page.getByRole("radio", { name: category, exact: true }).check({ force: true });
  await page.locator("#text").fill(text);
  await page.getByRole("radiogroup", { name: /Mức độ|Severity/ }).getByRole("radio", { name: severity }).check({ force: true });
  await page.getByRole("radio", { name: where, exact: true }).check({ force: true });
}
export const recorded = (at: Watched) => at.page.locator("section.sent h2").getByText(/Trung tâm đã ghi|recorded/i).waitFor();
export async function report(at: Watched, ...what: What): Promise<void> {
  await writeReport(at, ...what);
  await at.page.keyboard.press("Control+Enter");
  await recorded(at);
}

export async function barrierFree(page: Page, state: string): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    // @ts-expect-error what axe-core leaves in the page
    const result = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return result.violations.map((each: { id: string; nodes: { html: string }[] }) => `${each.id}: ${each.nodes[0]?.html}`);
  });
  expect(found, state).toEqual([]);
}

/** Of a state as it is, for somebody to look at. */
export async function snapshot(page: Page, name: string): Promise<void> {
  await barrierFree(page, name);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${name}-vi.png`) });
}

/** Of a state, in both languages. */
export async function picture(at: Watched, name: string): Promise<void> {
  await snapshot(at.page, name);
  await at.page.getByRole("button", { name: "English" }).click();
  await at.page.evaluate(() => document.fonts.ready);
  await at.page.screenshot({ path: join(pictures, `${name}-en.png`) });
  await at.page.getByRole("button", { name: "Tiếng Việt" }).click();
}
