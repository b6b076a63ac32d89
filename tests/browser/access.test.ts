// Who else is on this computer, and what else is open in the officer's browser, gets nothing.
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World, type Console } from "./support/world.ts";

let world: World;
let desk: Console;
let cookie = "";

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask({ method = "GET", path = "/", headers = {}, body }: Asked): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const url = new URL(desk.origin);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port: url.port, method, path, headers: { host: url.host, ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const report = JSON.stringify({
  id: "019cfc00-0000-7000-8000-000000000001",
  submit: {
    id: "019cfc00-0000-7000-8000-000000000001",
    command: { reportIncident: { mode: "ACTUAL", category: "disorder", severity: 3, place: { landmark: "cau-t11" }, content: { text: "thử" } } },
  },
});
const post = (headers: Record<string, string>): Asked => ({
  method: "POST",
  path: "/api/ask",
  headers: { "content-type": "application/json", ...headers },
  body: report,
});

beforeAll(async () => {
  world = await World.make();
  desk = await world.console("quan-hoa");
  const entered = await ask({ path: new URL(desk.address).pathname + new URL(desk.address).search });
  cookie = String(entered.headers["set-cookie"]).split(";")[0]!;
  expect(entered.status).toBe(303);
});
afterAll(() => world?.end());

describe("the console's door", () => {
  it("opens with the token that the console printed, and keeps it from scripts and other sites", async () => {
    const entered = await ask({ path: new URL(desk.address).pathname + new URL(desk.address).search });
    expect(String(entered.headers["set-cookie"])).toMatch(/HttpOnly/i);
    expect(String(entered.headers["set-cookie"])).toMatch(/SameSite=Strict/i);
    expect((await ask({ headers: { cookie } })).status).toBe(200);
  });
  it("stays shut without a token", async () => {
    for (const path of ["/", "/api/updates"]) expect((await ask({ path })).status).toBe(403);
    expect((await ask(post({ origin: desk.origin }))).status).toBe(403);
  });
  it("stays shut with a wrong token", async () => {
    expect((await ask({ path: `/enter?token=${"A".repeat(43)}` })).status).toBe(403);
    expect((await ask({ headers: { cookie: `${cookie.slice(0, -2)}AA` } })).status).toBe(403);
  });
  it("knows only its own name: a stranger's name that leads here is turned away", async () => {
    for (const host of ["evil.example", "evil.example:80", "127.0.0.1", "[::1]:1"]) {
      expect((await ask({ headers: { cookie, host } })).status).toBe(421);
    }
  });
  it("takes no action from another site's page", async () => {
    for (const origin of ["http://evil.example", "null", "http://127.0.0.1:1"]) {
      expect((await ask(post({ cookie, origin }))).status).toBe(403);
    }
    expect((await ask(post({ cookie, origin: desk.origin, "sec-fetch-site": "cross-site" }))).status).toBe(403);
    expect((await ask(post({ cookie }))).status, "an action says where it comes from").toBe(403);
  });
  it("takes no form as an action", async () => {
    const form = { ...post({ cookie, origin: desk.origin }) };
    form.headers = { ...form.headers, "content-type": "text/plain" };
    expect((await ask(form)).status).toBe(415);
  });
  it("bounds what it reads", async () => {
    const large = post({ cookie, origin: desk.origin });
    large.body = `{"id":"${"x".repeat(1024 * 1024)}"}`;
    const answer = await ask(large).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(413);
  });
  it("says in every answer what a page may do", async () => {
    const { headers } = await ask({ headers: { cookie } });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'/);
    expect(String(headers["content-security-policy"])).not.toMatch(/unsafe|\*|data:/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  });
  it("recorded nothing of all that", async () => {
    const answer = await ask({
      method: "POST",
      path: "/api/ask",
      headers: { cookie, origin: desk.origin, "content-type": "application/json" },
      body: JSON.stringify({ id: "019cfc00-0000-7000-8000-000000000002", query: { list: { all: true } } }),
    });
    expect(JSON.parse(answer.body).result.result.list.incidents ?? []).toEqual([]);
  });
});
