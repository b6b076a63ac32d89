// Pages that are watched while they are used: whatever a page asks of anybody but its own
// console, every report of its content policy and every error is a fault.
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Console } from "./world.ts";

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Empty, if all is well. */
  faults: string[];
}

export interface View {
  width?: number;
  height?: number;
  lang?: "vi" | "en";
  /** 2: as at 200 % zoom. */
  zoom?: number;
}

export async function open(browser: Browser, at: Console, view: View = {}): Promise<Watched> {
  const zoom = view.zoom ?? 1;
  const context = await browser.newContext({
    viewport: { width: Math.floor((view.width ?? 1366) / zoom), height: Math.floor((view.height ?? 768) / zoom) },
    deviceScaleFactor: zoom,
    locale: "vi-VN",
    reducedMotion: "reduce",
  });
  const faults: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const origin = at.origin;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("blob:")) faults.push(`outside request: ${url}`);
    if (url.includes("/api/csp-report")) faults.push(`content policy: ${request.postData()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    // A lost line is said in the page; the browser's own remark about it is no fault.
    const text = message.text();
    if (message.type() === "error" && !/ERR_|Failed to load resource/.test(text)) faults.push(`console: ${text}`);
  });
  await page.addInitScript((lang) => {
    if (lang) localStorage.setItem("wardlink.lang", lang);
    addEventListener("securitypolicyviolation", (event) => console.error(`content policy: ${event.violatedDirective}`));
  }, view.lang);
  await page.goto(at.address);
  return { page, context, faults };
}
