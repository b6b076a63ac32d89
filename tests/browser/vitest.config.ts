import { defineConfig } from "vitest/config";

// Each file has a hub and a browser of its own; two cores serve one of them at a time.
export default defineConfig({
  test: { include: ["*.test.ts"], fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000, bail: 0 },
});
