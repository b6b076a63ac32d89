import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { wire } from "./wire-plugin.ts";
import { wordAssets } from "./words-plugin.ts";

export default defineConfig({
  plugins: [wire(), wordAssets(), svelte()],
  base: "/",
  build: {
    outDir: "../pages",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    // Everything from 'self': the page's policy allows no data: address.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
  },
  test: { include: ["src/**/*.test.ts"] },
});
