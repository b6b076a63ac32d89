// Two wards' consoles and a real hub: what one reports alarms at the other, is answered by key, and the first sees it.
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  alarm,
  barrierFree,
  board,
  desks,
  nobody,
  offerPassphrase,
  online,
  picture,
  recorded,
  report,
  rested,
  signIn,
  snapshot,
  writeReport,
} from "./support/desk.ts";
import { passphrase, World, type Console } from "./support/world.ts";

let world: World;
let quanHoa: Console;
let vinhPhuc: Console;
const { look } = desks();

beforeAll(async () => {
  world = await World.make();
  for (const ward of ["quan-hoa", "vinh-phuc"]) world.officer(ward, "an");
  world.admin("quan-hoa", "quan-tri");
  [quanHoa, vinhPhuc] = await Promise.all([world.console("quan-hoa"), world.console("vinh-phuc")]);
});
afterAll(() => world?.end());

it("is signed in to with the officer's own passphrase, and with no other", async () => {
  const desk = await look(quanHoa);
  await picture(desk, "1-quiet");
  await nobody(desk).click();
  await offerPassphrase(desk, "không phải");
  await desk.page.getByRole("dialog").getByRole("alert").filter({ hasText: /\S/ }).waitFor();
  await snapshot(desk.page, "2-sign-in");
  await offerPassphrase(desk, passphrase);
  await nobody(desk).waitFor({ state: "detached" });
});

it("carries a report to the other ward's alarm, and its answer back", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  await signIn(there);
  await report(here, "Gây rối, xô xát", "Xô xát trên cầu", /4/, "Cầu T11");
  await alarm(there).getByText("Quan Hoa chủ trì, phường ta có nhiệm vụ phối hợp").waitFor();
  await picture(there, "3-alarm");
  await rested(there);
  await there.page.keyboard.press("F2");
  await here.page.keyboard.press("Escape");
  await here.page.getByRole("link", { name: "Bảng trực" }).click();
  await board(here).getByText(/Vĩnh Phúc.*Đã rõ/).waitFor();
  await rested(there);
  await there.page.keyboard.press("F8");
  await board(here).getByText(/Vĩnh Phúc.*Nhận phối hợp/).waitFor();
  await rested(there);
  await there.page.keyboard.press("F9");
  await board(here).getByText(/Vĩnh Phúc.*Đang đến/).waitFor();
  await picture(here, "4-board");
  await board(here).getByRole("link").filter({ hasText: "Gây rối, xô xát" }).first().click();
  await here.page.getByRole("heading", { level: 1 }).waitFor();
  await picture(here, "5-incident");
});

it("hands the lead over from one screen to the other, and both show who leads", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  await board(here).getByRole("link").filter({ hasText: "Gây rối, xô xát" }).first().click();
  await here.page.getByRole("button", { name: "Đề nghị bàn giao chủ trì" }).click();
  const dialog = here.page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Vĩnh Phúc/ }).check({ force: true });
  await barrierFree(here.page, "hand-over");
  await dialog.getByRole("button", { name: "Đề nghị bàn giao chủ trì" }).click();
  await alarm(there).getByText("Quan Hoa bàn giao chủ trì cho ta").waitFor();
  await rested(there);
  await there.page.keyboard.press("F8");
  await board(here).getByText("Vĩnh Phúc chủ trì").first().waitFor();
  await board(there).getByRole("link").filter({ hasText: "Gây rối, xô xát" }).first().click();
  await there.page.getByRole("button", { name: "Đề nghị bàn giao chủ trì" }).waitFor();
});

it("keeps what was being written over a reload", async () => {
  const desk = await look(quanHoa);
  await writeReport(desk, "Trộm cắp", "Mất xe máy ở cổng chợ", /3/, "Cầu T11");
  await picture(desk, "6-report");
  await desk.page.reload();
  await desk.page.locator("#text").waitFor();
  expect(await desk.page.locator("#text").inputValue()).toBe("Mất xe máy ở cổng chợ");
  expect(await desk.page.getByRole("radio", { name: "Trộm cắp", exact: true }).isChecked()).toBe(true);
});

it("says that the hub is gone, keeps what was known on the screen, and carries on when it is back", async () => {
  const desk = await look(vinhPhuc);
  await board(desk).getByText("Gây rối, xô xát").first().waitFor();
  await world.killHub();
  await desk.page.getByRole("banner").getByText(/ĐANG KẾT NỐI LẠI – mất từ/).waitFor();
  await alarm(desk).getByText(/Mất liên lạc với trung tâm/).waitFor();
  await board(desk).getByText("Gây rối, xô xát").first().waitFor();
  await picture(desk, "7-cut-off");
  await writeReport(desk, "Trộm cắp", "Mất xe máy khi mất liên lạc", /3/, "Cầu T11");
  await desk.page.keyboard.press("Control+Enter");
  const sent = desk.page.locator("section.sent h2");
  await sent.getByText(/ĐÃ XẾP HÀNG/).waitFor();
  await picture(desk, "11-queued");
  await world.startHub();
  await online(desk);
  await sent.getByText(/Trung tâm đã ghi/i).waitFor();
  await alarm(desk).getByText(/Mất liên lạc với trung tâm/).waitFor({ state: "detached" });
});

it("lists every one of a flood", async () => {
  const desk = await look(vinhPhuc);
  const before = await alarm(desk).count();
  const categories = ["drugs", "prostitution", "theft", "robbery", "encroachment", "sanitation", "licensed_business"];
  categories.push("fire_safety", "fire", "accident", "missing_person", "other", "disorder");
  // Of one kind in one place they would be reports of the same thing.
  for (const mode of ["actual", "exercise", "test"]) {
    for (const category of categories) {
      if (mode === "actual" && ["disorder", "theft"].includes(category)) continue;
      const what = ["--landmark", "cau-t11", "--category", category, "--severity", "4", "--mode", mode, "--text", "Dồn dập"];
      world.wardlink("quan-hoa", "report", "incident", ...what);
    }
  }
  await alarm(desk).nth(before + 36).waitFor();
  expect(await alarm(desk).count()).toBe(before + 37);
  await picture(desk, "9-flood");
});

it("can be answered on a telephone, and at twice the size", async () => {
  for (const view of [{ width: 390, height: 844 }, { zoom: 2 }]) {
    const desk = await look(vinhPhuc, view);
    await barrierFree(desk.page, JSON.stringify(view));
    const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, "nothing lies beside the screen").toBeLessThanOrEqual(0);
  }
});

it("says that its certificate is refused, not that it will soon be back", async () => {
  const desk = await look(await world.console("nghia-do"));
  await world.revokeStation("nghia-do");
  await desk.page.getByRole("banner").getByText(/TRUNG TÂM KHÔNG NHẬN CHỨNG THƯ CỦA TRẠM/).waitFor();
  await picture(desk, "10-refused");
});

it("has no barrier on any screen", async () => {
  const desk = await look(quanHoa);
  for (const screen of ["history", "log", "admin"]) {
    await desk.page.goto(`${quanHoa.origin}/#/${screen}`);
    await desk.page.getByRole("heading", { level: 1 }).waitFor();
    await picture(desk, `8-${screen}`);
  }
});

it("ends a patrol that was begun from the same screen", async () => {
  const desk = await look(quanHoa);
  await desk.page.keyboard.press("Insert");
  await desk.page.getByRole("radio", { name: "Bắt đầu tuần tra", exact: true }).check({ force: true });
  await desk.page.getByRole("radio", { name: "Khu vực giáp ranh cầu T11", exact: true }).check({ force: true });
  await desk.page.keyboard.press("Control+Enter");
  await recorded(desk);
  const watching = await look(vinhPhuc);
  await board(watching).getByText("Quan Hoa tuần tra").waitFor();
  await desk.page.getByRole("link", { name: "Bảng trực" }).click();
  await board(desk).getByRole("button", { name: "Kết thúc tuần tra" }).click();
  await board(watching).getByText("Quan Hoa tuần tra").waitFor({ state: "detached" });
});
