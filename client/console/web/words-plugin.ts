// The texts are data: the built pages fetch the language that is read, as JSON, in place of running both as script.
import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";

const loader = fileURLToPath(new URL("src/words/load.ts", import.meta.url));

export function wordAssets(): Plugin {
  return {
    name: "words",
    apply: "build",
    async load(id) {
      if (id !== loader) return undefined;
      const { module } = await runnerImport<typeof import("./src/words/load.ts")>(loader, { configFile: false });
      const asset = async (lang: "vi" | "en"): Promise<string> => {
        const source = JSON.stringify(await module.load(lang));
        return `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", name: `${lang}.json`, source })}`;
      };
      return `
        const files = { vi: ${await asset("vi")}, en: ${await asset("en")} };
        export async function load(lang) {
          const answer = await fetch(files[lang]);
          if (!answer.ok) throw new Error(files[lang] + ": " + answer.status);
          return answer.json();
        }`;
    },
  };
}
