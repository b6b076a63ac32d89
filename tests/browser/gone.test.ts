// A page whose program does not know it, or has gone.
import { afterAll, beforeAll, expect, it } from "vitest";
import { alarm, barrierFree, board, desks, online, picture, rested, snapshot, writeReport } from "./support/desk.ts";
import { freePort, World, type Console } from "./support/world.ts";

let world: World;
let quanHoa: Console;
const { look, browser } = desks();

beforeAll(async () => {
  world = await World.make();
  quanHoa = await world.console("quan-hoa", { port: await freePort() });
});
afterAll(() => world?.end());

const calledFor = (category: string) =>
  world.wardlink("vinh-phuc", "report", "incident", "--landmark", "cau-t11", "--category", category, "--severity", "3", "--text", "Ở đầu cầu");

it("tells whoever comes with a wrong address how to come in", async () => {
  const page = await browser().newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${quanHoa.origin}/enter?token=${"A".repeat(43)}`);
  await page.getByRole("heading", { name: "Chưa được vào bàn trực" }).waitFor();
  await snapshot(page, "60-stranger");
  await page.close();
});

it("raises an alarm of its own when its program is gone, answers nothing in its stead, and asks for the new address", async () => {
  const desk = await look(quanHoa);
  calledFor("robbery");
  await alarm(desk).getByText("Vĩnh Phúc chủ trì, phường ta có nhiệm vụ phối hợp").waitFor();
  await quanHoa.kill();
  await alarm(desk).first().getByText("Mất liên lạc với máy trạm – màn hình đứng yên, không trả lời được, hãy dùng điện thoại").waitFor();
  await desk.page.getByRole("banner").getByText(/MẤT LIÊN LẠC VỚI MÁY TRẠM – từ/).waitFor();
  await rested(desk);
  await desk.page.keyboard.press("F8");
  await desk.page.locator("section.alarm").getByRole("button", { name: "Nhận phối hợp" }).click();
  await desk.page.locator("section.alarm").getByRole("button", { name: "Gửi lại" }).waitFor();
  await picture(desk, "63-gone-answer");
  await desk.page.keyboard.press("F2");
  await desk.page.locator("section.alarm li").first().getByText("Đã rõ", { exact: true }).waitFor();
  await writeReport(desk, "Trộm cắp", "Mất xe đạp", /3/, "Cầu T11");
  await board(desk).getByText("từ màn hình này chưa gửi được gì, hãy dùng điện thoại").waitFor();
  await desk.page.keyboard.press("Control+Enter");
  await desk.page.locator("section.sent h2").getByText("CHƯA BIẾT TIN ĐÃ GỬI ĐƯỢC CHƯA").waitFor();
  await snapshot(desk.page, "64-gone-report");
  await quanHoa.start();
  await desk.page.getByRole("heading", { name: "Trang này không còn được máy trạm chấp nhận" }).waitFor();
  await snapshot(desk.page, "65-refused");
  await desk.page.goto(quanHoa.address);
  await online(desk);
  await alarm(desk).getByText("Vĩnh Phúc chủ trì, phường ta có nhiệm vụ phối hợp").waitFor();
  await barrierFree(desk.page, "back");
  expect(await alarm(desk).count()).toBe(1);
  await board(desk).getByRole("link", { name: "Cướp, cướp giật" }).waitFor();
});
