"""The merchant's app (Streamlit) and the page on which shoppers walk (TypeScript over three.js)."""

__all__: list[str] = []
