// Who leads where nobody does: an incident outside every ward is claimed, a lead that cannot be reached is stood in for.
import { afterAll, beforeAll, expect, it } from "vitest";
import { alarm, board, desks, picture, rested, signIn, snapshot } from "./support/desk.ts";
import type { Watched } from "./support/browser.ts";
import { World, type Console } from "./support/world.ts";

let world: World;
let quanHoa: Console;
let vinhPhuc: Console;
const { look } = desks();

beforeAll(async () => {
  world = await World.make({ unreachable_s: 1 });
  for (const ward of ["quan-hoa", "vinh-phuc", "nghia-do"]) world.officer(ward, "an");
  [quanHoa, vinhPhuc] = await Promise.all([world.console("quan-hoa"), world.console("vinh-phuc")]);
});
afterAll(() => world?.end());

const incident = async (at: Watched, category: string) => {
  await board(at).getByRole("link").filter({ hasText: category }).first().click();
  await at.page.getByRole("heading", { level: 1 }).getByText(category).waitFor();
};

it("alarms the ward nearest to what lies outside them all, and its officer claims it by key", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  const what = ["--category", "disorder", "--severity", "3", "--at", "21.041,105.8200", "--text", "Đánh nhau ngoài cụm"];
  world.wardlink("quan-hoa", "report", "incident", ...what);
  await alarm(there).getByText("Vụ ngoài địa bàn cụm, ta gần nhất – nhận làm đầu mối, gọi 113").waitFor();
  await board(here).getByRole("link", { name: "Gây rối, xô xát" }).waitFor();
  await picture(there, "20-claim");
  expect(await alarm(here).count(), "only the nearest ward is asked").toBe(0);
  await rested(there);
  await there.page.keyboard.press("F8");
  await there.page.locator("section.alarm").getByText("Cần trực ban đăng nhập: Nhận làm đầu mối").waitFor();
  await snapshot(there.page, "21-claim-nobody");
  await signIn(there);
  await rested(there);
  await there.page.keyboard.press("F8");
  await board(here).getByText("Vĩnh Phúc").first().waitFor();
  await alarm(there).waitFor({ state: "detached" });
  expect(await there.page.getByText("bị từ chối").count(), "what nobody had signed in for was not sent").toBe(0);
});

it("asks the nearest ward to act for a lead that cannot be reached, and gives the lead back only when it is asked for", async () => {
  const [there, here] = [await look(vinhPhuc), await look(quanHoa)];
  const what = ["--category", "theft", "--severity", "4", "--at", "21.0455,105.8055", "--text", "Trộm xe, còn ở hiện trường"];
  world.wardlink("quan-hoa", "report", "incident", ...what);
  await alarm(there).getByText("Không liên lạc được Nghĩa Đô – ta tạm thay chủ trì").waitFor();
  await picture(there, "23-acting");
  await rested(there);
  await there.page.keyboard.press("F8");
  await board(here).getByText("tạm thay").waitFor();
  await alarm(there).waitFor({ state: "detached" });
  const back = await look(await world.console("nghia-do"));
  await alarm(back).getByText("Vĩnh Phúc bàn giao chủ trì cho ta").waitFor();
  await snapshot(back.page, "25-returned");
  await signIn(back);
  await rested(back);
  await back.page.keyboard.press("F2");
  await alarm(back).getByText("KHÔNG LIÊN LẠC ĐƯỢC").waitFor({ state: "detached" });
  await rested(back);
  await back.page.keyboard.press("F8");
  await board(here).getByText("tạm thay").waitFor({ state: "detached" });
  await incident(here, "Trộm cắp");
  await board(here).getByText("Nghĩa Đô").first().waitFor();
});
