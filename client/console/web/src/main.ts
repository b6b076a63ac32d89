import "./fonts.css";
import "./theme.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { follow } from "./lib/station.svelte";
import { choose, lang } from "./lib/words.svelte";

void choose(lang.current).then(() => {
  mount(App, { target: document.body });
  follow();
});
