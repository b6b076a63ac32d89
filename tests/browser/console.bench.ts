// How fast the console is, in a real browser, the hub's durable write included. Prints figures; asserts none. The floor
// beside them is a frame of the same browser: nothing can be seen sooner.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { open, type Watched } from "./support/browser.ts";
import { launch } from "./support/chromium.mjs";
import { passphrase, World, type Console } from "./support/world.ts";

const rounds = Number(process.env.ROUNDS ?? 11);
let world: World;
let browser: Browser;
let quanHoa: Console;
let vinhPhuc: Console;

beforeAll(async () => {
  world = await World.make();
  world.officer("quan-hoa", "an");
  [quanHoa, vinhPhuc, browser] = await Promise.all([world.console("quan-hoa"), world.console("vinh-phuc"), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.end();
});

function say(what: string, milliseconds: number[]): void {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(0);
  console.log(`${what}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms, of ${sorted.length}`);
}

/** When something of this selector was painted, by the clock that all pages share. */
function whenPainted(page: Page, selector: string, count: number): Promise<number> {
  return page.evaluate(
    ([selector, count]) =>
      new Promise<number>((painted) => {
        const look = () => {
          if (document.querySelectorAll(selector).length < count) return false;
          requestAnimationFrame(() => setTimeout(() => painted(performance.timeOrigin + performance.now())));
          return true;
        };
        if (look()) return;
        const watch = new MutationObserver(() => look() && watch.disconnect());
        watch.observe(document.body, { childList: true, subtree: true });
      }),
    [selector, count] as const,
  );
}

/** When the next key goes down, by the same clock. */
function whenPressed(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((pressed) =>
        addEventListener("keydown", (event) => event.key === "Enter" && pressed(performance.timeOrigin + performance.now()), { capture: true }),
      ),
  );
}

const online = (at: Watched) => at.page.getByRole("banner").getByText(/^TRỰC TUYẾN · /).waitFor();
async function look(at: Console): Promise<Watched> {
  const watched = await open(browser, at);
  await online(watched);
  return watched;
}

it("from Ctrl+Enter on the one to the alarm painted on the other", async () => {
  const [here, there] = [await look(quanHoa), await look(vinhPhuc)];
  await here.page.getByRole("button", { name: /CHƯA ĐĂNG NHẬP/ }).click();
  await here.page.getByRole("dialog").getByLabel(/mật khẩu/i).fill(passphrase);
  await here.page.getByRole("dialog").getByLabel(/mật khẩu/i).press("Enter");
  await here.page.getByRole("banner").getByText("Trực ban: an").waitFor();
  await here.page.keyboard.press("Escape");
  const frames = await there.page.evaluate(
    () =>
      new Promise<number[]>((done) => {
        const times: number[] = [];
        const next = (now: number) => (times.push(now), times.length < 120 ? requestAnimationFrame(next) : done(times));
        requestAnimationFrame(next);
      }),
  );
  say("floor: one frame", frames.slice(1).map((each, i) => each - frames[i]!));
  const took: number[] = [];
  for (let round = 0; round < rounds; ++round) {
    await here.page.keyboard.press("Insert");
    await here.page.locator("#text").waitFor();
    await here.page.getByRole("radiogroup", { name: "Loại vụ việc" }).getByRole("radio").nth(round % 13).check({ force: true });
    await here.page.locator("#text").fill(`Lần ${round}`);
    await here.page.getByRole("radio", { name: "4 – nghiêm trọng" }).check({ force: true });
    await here.page.getByRole("radio", { name: "Cầu T11", exact: true }).check({ force: true });
    const open = await there.page.locator("section.alarm .question").count();
    const pressed = whenPressed(here.page);
    const painted = whenPainted(there.page, "section.alarm .question", open + 1);
    await here.page.keyboard.press("Control+Enter");
    await there.page.locator("section.alarm .question").nth(open).waitFor();
    took.push((await painted) - (await pressed));
    // Over, so that the next one of its kind is an incident of its own.
    await here.page.locator("section.sent h2").getByText(/Trung tâm đã ghi/i).waitFor();
    await here.page.evaluate(async () => {
      // RFC 9562, version 7.
      const id = () => crypto.randomUUID().replace(/^.{8}-.{4}-4/, () => Date.now().toString(16).padStart(12, "0").replace(/^(.{8})(.{4})/, "$1-$2-7"));
      const ask = async (kind: object) => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch("/api/ask", { method: "POST", headers, body: JSON.stringify({ id: id(), ...kind }) });
        return answer.json();
      };
      const listed = await ask({ query: { list: {} } });
      for (const each of listed.result.result.list.incidents ?? []) {
        await ask({ submit: { id: id(), command: { resolveIncident: { incident: each.id } } } });
      }
    });
    await there.page.waitForFunction((count) => document.querySelectorAll("section.alarm .question").length <= count, open);
  }
  say("key to alarm", took);
  await Promise.all([here.context.close(), there.context.close()]);
});

it("the outage shown, and recovered from", async () => {
  const desk = await look(vinhPhuc);
  const [shown, back]: number[][] = [[], []];
  for (let round = 0; round < 5; ++round) {
    let from = Date.now();
    await world.killHub();
    await desk.page.getByRole("banner").getByText(/ĐANG KẾT NỐI LẠI/).waitFor();
    shown!.push(Date.now() - from);
    await world.startHub();
    from = Date.now();
    await online(desk);
    back!.push(Date.now() - from);
  }
  say("killed hub to the line that says so", shown!);
  say("serving hub to the line that says so", back!);
  await desk.context.close();
});

it("first paint, weight, and a full board", async () => {
  const first: number[] = [];
  for (let round = 0; round < 5; ++round) {
    const desk = await look(vinhPhuc);
    first.push(await desk.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime));
    if (round === 0) {
      const weight = await desk.page.evaluate(() => performance.getEntriesByType("resource").reduce((sum, each) => sum + (each as PerformanceResourceTiming).transferSize, 0));
      console.log(`fetched for all screens, as sent: ${(weight / 1000).toFixed(0)} kB`);
    }
    await desk.context.close();
  }
  say("first paint", first);
});
