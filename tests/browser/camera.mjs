// Takes pictures of consoles: camera.mjs DIR PIPE WARD=ADDRESS… reads from the pipe what to call the next ones, and says
// the name again when they are there.
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { launch } from "./support/chromium.mjs";

const [folder, pipe, ...consoles] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
const pages = new Map();
for (const each of consoles) {
  const [ward, address] = [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)];
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, reducedMotion: "reduce" });
  await page.goto(address);
  await page.locator("main").waitFor();
  pages.set(ward, page);
}
// Kept open for writing too: the end of one writer is not the end.
const wanted = await open(pipe, "r+");
console.log("ready");
for await (const name of createInterface({ input: wanted.createReadStream() })) {
  for (const [ward, page] of pages) {
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))));
    await page.screenshot({ path: join(folder, `${name}-${ward}.png`) });
  }
  console.log(name);
}
