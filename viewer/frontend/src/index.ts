/** The viewer bundle: two elements, and the way Streamlit mounts them. */
import { ProductView } from "./product_view";
import { ShowroomView } from "./showroom_view";
import { streamlitComponent } from "./streamlit";

if (!customElements.get("showroom-view")) customElements.define("showroom-view", ShowroomView);
if (!customElements.get("product-view")) customElements.define("product-view", ProductView);

export default streamlitComponent;
