/** The viewer bundle: its elements, and the way Streamlit mounts them. */
import { CutoutEditor } from "./cutout/cutout_editor";
import { ProductView } from "./product_view";
import { ShowroomView } from "./showroom_view";
import { streamlitComponent } from "./streamlit";

if (!customElements.get("showroom-view")) customElements.define("showroom-view", ShowroomView);
if (!customElements.get("product-view")) customElements.define("product-view", ProductView);
if (!customElements.get("cutout-editor")) customElements.define("cutout-editor", CutoutEditor);

export default streamlitComponent;
