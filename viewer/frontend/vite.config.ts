import { defineConfig } from "vite";

// One self-contained ES module, named by its content so that it can be cached for ever; the
// manifest tells the app and the static site which name that is.
export default defineConfig({
  build: {
    outDir: "../../showroom/_web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 1200,
    manifest: "bundle.json",
    rollupOptions: {
      input: { viewer: "src/index.ts" },
      preserveEntrySignatures: "exports-only",
      output: {
        format: "es",
        entryFileNames: "[name]-[hash].js",
        codeSplitting: false,
      },
    },
  },
});
