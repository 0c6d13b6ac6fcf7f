/** The viewer bundle: its elements, and the way Streamlit mounts them. */
import { CutoutEditor } from "./cutout/cutout_editor";
import { PartsView } from "./parts_view";
import { PlanEditor } from "./plan_editor/plan_editor";
import { RoomDesigner } from "./plan_editor/room_designer";
import { ProductView } from "./product_view";
import { ShowroomView } from "./showroom_view";
import { streamlitComponent } from "./streamlit";

if (!customElements.get("showroom-view")) customElements.define("showroom-view", ShowroomView);
if (!customElements.get("product-view")) customElements.define("product-view", ProductView);
if (!customElements.get("parts-view")) customElements.define("parts-view", PartsView);
if (!customElements.get("cutout-editor")) customElements.define("cutout-editor", CutoutEditor);
if (!customElements.get("plan-editor")) customElements.define("plan-editor", PlanEditor);
if (!customElements.get("room-designer")) customElements.define("room-designer", RoomDesigner);

export default streamlitComponent;
