/**
 * The script of a published site's pages. It is small on purpose: three.js and the viewer come when a shopper starts
 * the 3D view. No cookies, no storage, no host but the page's own.
 */
import { offerAr } from "./ar";
import { bestTag, readWords, translatePage, translator, wantedLanguages, writePrices } from "./language";
import { Messages } from "./messages";
import { Room } from "./room";
import "./site.css";

const root = document.documentElement;
const pageTag = root.lang;
const wanted = wantedLanguages(location.search, navigator.languages);
const words = readWords(document.getElementById("words")?.textContent);
const found = bestTag(wanted, Object.keys(words));
const tag = found ?? pageTag;
const t = translator(words, tag, pageTag);
translatePage(document, t, tag, wanted);
writePrices(document, tag);

const stage = document.querySelector<HTMLElement>(".stage[data-src]");
if (stage) {
  const messages = new Messages(window, stage.dataset.showroom ?? "");
  const asked = new URLSearchParams(location.search);
  const room = new Room(stage, messages, t, asked.get("lang") ?? (found ? null : pageTag));
  messages.heed((command) => void room.obey(command).catch(() => {}));
  offerAr(document, (sku) => messages.post("ar-opened", { sku }));
  document.addEventListener("click", (event) => {
    const element = event.target instanceof Element ? event.target : null;
    const link = element?.closest<HTMLAnchorElement>("a[data-sku].to-shop");
    if (link) messages.post("link-clicked", { sku: link.dataset.sku, url: link.href });
    const show = element?.closest<HTMLElement>("button[data-select]");
    if (!show) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stage.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "center" });
    void room.obey({ command: "select", sku: show.dataset.select ?? null }).catch(() => {});
  });
  const start = stage.hasAttribute("data-autostart") || !["0", null].includes(asked.get("start"));
  if (start) void room.start().catch(() => {});
}
