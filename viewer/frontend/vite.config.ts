import { defineConfig } from "vite";

// Two ES modules, each named by its content so that it can be cached for ever, each with a manifest that tells
// its name: the viewer (three.js and the decoder with it), and the small script and style sheet of a published
// site's pages, which fetches the viewer when a shopper starts the 3D view (`--mode site`).
export default defineConfig(({ mode }) => {
  const site = mode === "site";
  return {
    build: {
      outDir: "../../showroom/_web",
      emptyOutDir: !site,
      target: "es2022",
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 1200,
      manifest: site ? "site.json" : "bundle.json",
      rollupOptions: {
        input: site ? { site: "src/site/index.ts" } : { viewer: "src/index.ts" },
        preserveEntrySignatures: "exports-only",
        output: {
          format: "es",
          entryFileNames: "[name]-[hash].js",
          assetFileNames: "[name]-[hash][extname]",
          codeSplitting: false,
        },
      },
    },
  };
});
