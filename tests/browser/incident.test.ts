// What is done about an incident from its own screen, and about somebody who runs over the ward line.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Watched } from "./support/browser.ts";
import { alarm, board, desks, picture, recorded, report, rested, signIn, snapshot } from "./support/desk.ts";
import { World, type Console } from "./support/world.ts";

let world: World;
let quanHoa: Console;
let vinhPhuc: Console;
const { look } = desks();

beforeAll(async () => {
  world = await World.make();
  for (const ward of ["quan-hoa", "vinh-phuc"]) world.officer(ward, "an");
  [quanHoa, vinhPhuc] = await Promise.all([world.console("quan-hoa"), world.console("vinh-phuc")]);
});
afterAll(() => world?.end());

async function open(at: Watched, category: string): Promise<void> {
  await at.page.getByRole("link", { name: "Bảng trực" }).click();
  await board(at).getByRole("link", { name: category, exact: true }).first().click();
  await board(at).getByRole("heading", { level: 1 }).getByText(category).waitFor();
}
/** One of the actions of the screen, with what it asks for, until the hub has recorded it. */
async function act(within: Locator, name: string, fill?: (dialog: Locator) => Promise<void>): Promise<void> {
  await within.getByRole("button", { name, exact: true }).click();
  const dialog = within.page().getByRole("dialog");
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

it("tells the ward ahead how soon somebody will be there, and all see who blocks, where they are seen again, and that they are caught", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  await signIn(here);
  await here.page.keyboard.press("Insert");
  await here.page.getByRole("radio", { name: "Chạy sang địa bàn bên cạnh", exact: true }).check({ force: true });
  await here.page.locator("#text").fill("Hai nam chạy xe máy qua cầu");
  await here.page.getByRole("radio", { name: "Cầu T11", exact: true }).check({ force: true });
  await here.page.getByLabel("Chạy về hướng").selectOption({ label: "Về phía Vĩnh Phúc" });
  await here.page.keyboard.press("Control+Enter");
  await recorded(here);
  await alarm(there).getByText(/Đối tượng chạy về phía ta – (còn \d+ s tới địa giới|có thể đã qua địa giới)/).waitFor();
  await picture(there, "31-flight");
  await rested(there);
  await there.page.keyboard.press("F8");
  await here.page.getByRole("link", { name: "Bảng trực" }).click();
  await board(here).getByText(/Vĩnh Phúc.*đón chặn/).waitFor();
  await alarm(there).getByText("Đối tượng chạy về phía ta").waitFor({ state: "detached" });
  await board(here).getByRole("link").filter({ hasText: "Vụ việc khác" }).first().click();
  const flights = board(here).getByRole("region", { name: "Chạy sang địa bàn bên cạnh" });
  await flights.getByText("Vĩnh Phúc đón chặn").waitFor();
  await snapshot(here.page, "33-flight-incident");
  await act(flights, "Thấy lại", async (dialog) => {
    await dialog.getByRole("radio", { name: "Cầu T11" }).check({ force: true });
    await dialog.getByLabel("Chạy về hướng").selectOption({ label: "Nam" });
    await snapshot(here.page, "34-flight-again");
  });
  await act(flights, "Đã bắt giữ");
  await flights.getByText("Đã bắt giữ").first().waitFor();
  await rested(there);
  await there.page.keyboard.press("F8");
  await alarm(there).waitFor({ state: "detached" });
});

const reports = (at: Watched) => board(at).getByRole("region", { name: "Tin báo" }).getByRole("listitem");

it("links a second report, and an officer takes the two apart and puts them together again", async () => {
  const here = await look(quanHoa);
  await report(here, "Gây rối, xô xát", "Đánh nhau ở đầu cầu", /3/, "Cầu T11");
  world.wardlink("vinh-phuc", "report", "incident", "--landmark", "cau-t11", "--category", "disorder", "--severity", "3", "--text", "Xô xát giữa cầu");
  await open(here, "Gây rối, xô xát");
  await reports(here).nth(1).getByText("Xô xát giữa cầu").waitFor();
  await act(reports(here).nth(1), "Tách tin", () => snapshot(here.page, "41-unlink"));
  await reports(here).nth(1).waitFor({ state: "detached" });
  await act(board(here), "Gộp tin", async (dialog) => {
    await dialog.getByRole("radio", { name: "Gây rối, xô xát" }).check({ force: true });
    await snapshot(here.page, "42-merge");
  });
  await reports(here).nth(1).getByText("Xô xát giữa cầu").waitFor();
  await board(here).getByRole("table").getByText("Quan Hoa (an) gộp vụ này vào vụ").waitFor();
});

it("shows a report that was taken back as such at every ward, and closes an incident of which nothing is left", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  await Promise.all([open(here, "Gây rối, xô xát"), open(there, "Gây rối, xô xát")]);
  for (const [at, text] of [[1, "Xô xát giữa cầu"], [0, "Đánh nhau ở đầu cầu"]] as const) {
    const one = reports(here).nth(at);
    await one.getByText(text).waitFor();
    await act(one, "Thu hồi tin", (dialog) => dialog.getByLabel("Lý do (không bắt buộc)").fill("Báo nhầm"));
    for (const each of [here, there]) await reports(each).nth(at).getByText("ĐÃ THU HỒI").waitFor();
  }
  for (const each of [here, there]) await board(each).getByText("Đã kết thúc", { exact: true }).waitFor();
  await snapshot(here.page, "44-recalled");
});

it("carries an incident from its correction to its end, and a refusal by key with its reason", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  await signIn(there);
  await report(here, "Cháy, nổ GỌI 114", "Khói ở tầng hai", /2/, "Địa bàn Quan Hoa (chưa rõ vị trí)");
  await open(here, "Cháy, nổ");
  const call = board(here).locator("header").getByText("GỌI 114");
  await call.waitFor();
  await board(here).getByRole("button", { name: "Đã gọi 114" }).click();
  await call.waitFor({ state: "detached" });
  await act(board(here), "Đính chính", async (dialog) => {
    await dialog.getByLabel("Mức độ").selectOption({ label: "4 – nghiêm trọng" });
    await snapshot(here.page, "45-correct");
  });
  await act(board(here), "Yêu cầu phối hợp", async (dialog) => {
    await dialog.getByLabel("Theo quy chế (các phường giáp ranh)").uncheck();
    await dialog.getByLabel("Vĩnh Phúc").check();
    await dialog.getByLabel("công an").fill("2");
    await snapshot(here.page, "46-request");
  });
  await alarm(there).getByText("Quan Hoa yêu cầu ta phối hợp").waitFor();
  await rested(there);
  await there.page.keyboard.press("Shift+F8");
  await snapshot(there.page, "47-decline");
  await there.page.getByRole("dialog").getByRole("button", { name: "Không có phương tiện" }).click();
  const supports = board(here).getByRole("region", { name: "Phối hợp" });
  await supports.getByText(/Chưa bố trí được.*Không có phương tiện/).waitFor();
  await act(board(here), "Ghi chú", (dialog) => dialog.getByLabel("Nội dung").fill("Xe chữa cháy đã tới"));
  await board(here).getByRole("region", { name: "Diễn biến" }).getByText("Xe chữa cháy đã tới").waitFor();
  await act(board(here), "Đã giải quyết xong");
  await board(here).getByText("Đã giải quyết", { exact: true }).waitFor();
  await act(board(here), "Mở lại");
  await board(here).getByText("Đang mở", { exact: true }).waitFor();
  await act(board(here), "Kết thúc vụ việc", (dialog) => dialog.getByLabel("Nội dung (không bắt buộc)").fill("Đã dập tắt"));
  await board(here).getByText("Đã kết thúc", { exact: true }).waitFor();
  await snapshot(here.page, "49-closed");
  expect(await board(here).getByRole("region", { name: "Việc làm được" }).getByRole("button").count(), "nothing more is to be done").toBe(0);
});
