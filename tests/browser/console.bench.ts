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

async function signIn(page: Page): Promise<void> {
  const nobody = page.getByRole("button", { name: /CHƯA ĐĂNG NHẬP/ });
  if (!(await nobody.isVisible())) return;
  await nobody.click();
  await page.getByRole("dialog").getByLabel(/mật khẩu/i).fill(passphrase);
  await page.getByRole("dialog").getByLabel(/mật khẩu/i).press("Enter");
  await page.getByRole("banner").getByText("Trực ban: an").waitFor();
  await page.keyboard.press("Escape");
}

/** Asks the console as its page does; its answer. */
async function ask(page: Page, kinds: object[]): Promise<any[]> {
  return page.evaluate(async (kinds) => {
    // RFC 9562, version 7.
    const id = () => crypto.randomUUID().replace(/^.{8}-.{4}-4/, () => Date.now().toString(16).padStart(12, "0").replace(/^(.{8})(.{4})/, "$1-$2-7"));
    const headers = { "content-type": "application/json" };
    const answers = [];
    for (const kind of kinds) {
      const asked = "submit" in kind ? { submit: { id: id(), command: kind.submit } } : kind;
      const answer = await fetch("/api/ask", { method: "POST", headers, body: JSON.stringify({ id: id(), ...asked }) });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
      const said = await answer.json();
      if (said.rejected ?? said.receipt?.rejected) throw new Error(JSON.stringify(said));
      answers.push(said);
    }
    return answers;
  }, kinds);
}

async function resolveAll(page: Page): Promise<void> {
  const [listed] = await ask(page, [{ query: { list: {} } }]);
  const open: { id: string }[] = listed.result.result.list.incidents ?? [];
  await ask(page, open.map((each) => ({ submit: { resolveIncident: { incident: each.id } } })));
}

const categories = [
  ...["drugs", "prostitution", "theft", "robbery", "disorder", "encroachment", "sanitation", "licensed_business"],
  ...["fire_safety", "fire", "accident", "missing_person", "other"],
];
/** So many reports that do not link: of each category, in two modes, at points farther apart than reports link. */
function reports(count: number, points: [lon: number, lat: number][], severity: number): object[] {
  const all = points.flatMap(([lon, lat]) =>
    ["ACTUAL", "EXERCISE"].flatMap((mode) =>
      categories.map((category) => {
        const e7 = (degrees: number) => Math.round(degrees * 1e7);
        const place = { point: { latE7: e7(lat), lonE7: e7(lon) }, radiusM: 10 };
        return { submit: { reportIncident: { mode, category, severity, place, source: "PATROL", content: { text: "Bảng đầy" } } } };
      }),
    ),
  );
  if (all.length < count) throw new Error("more points are needed");
  return all.slice(0, count);
}

it("from Ctrl+Enter on the one to the alarm painted on the other", async () => {
  const [here, there] = [await look(quanHoa), await look(vinhPhuc)];
  await signIn(here.page);
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
    await resolveAll(here.page);
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

it("first paint and weight", async () => {
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

it("a key on a board of 500 incidents and 40 alarms", async () => {
  const [here, there] = [await look(quanHoa), await look(vinhPhuc)];
  await signIn(here.page);
  await resolveAll(there.page);
  await resolveAll(here.page);
  // Within Quan Hoa, and beside the bridge.
  const territory = [21.031, 21.0325, 21.034, 21.0355, 21.037, 21.0385].flatMap((lat) =>
    [105.7996, 105.8012, 105.8028].map((lon): [number, number] => [lon, lat]),
  );
  const border: [number, number][] = [[105.8063, 21.0401], [105.8075, 21.0385]];
  await ask(here.page, reports(460, territory, 1));
  await ask(there.page, reports(40, border, 4));
  await here.page.locator("section.alarm .question").nth(39).waitFor({ timeout: 60_000 });
  await here.page.evaluate(() => {
    const took: number[] = ((window as unknown as { took: number[] }).took = []);
    // From the key to the frame that shows what came of it, in steps of 8 ms.
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) if (each.name === "keydown") took.push(each.duration);
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  const rows = await here.page.locator("section.alarm .question").count();
  console.log(`${rows} questions on the full board`);
  for (const [key, times] of [["Tab", 40], ["F2", 20], ["ArrowDown", 20], ["Insert", 1], ["Escape", 1]] as const) {
    await here.page.evaluate(() => ((window as unknown as { took: number[] }).took.length = 0));
    for (let i = 0; i < times; ++i) {
      await here.page.keyboard.press(key);
      await here.page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
    }
    await here.page.evaluate(() => new Promise((idle) => requestIdleCallback(() => setTimeout(idle, 0))));
    const took = await here.page.evaluate(() => (window as unknown as { took: number[] }).took);
    while (took.length < times) took.push(8);
    say(`${key} on a full board, to the next paint`, took);
  }
  await Promise.all([here.context.close(), there.context.close()]);
});
