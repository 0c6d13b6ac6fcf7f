"""One finished product as a scene: the master GLB's content, and what a room places."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from reconstruct import PbrMaterial, TexturedProduct
from showroom.catalog.product import CatalogProduct
from showroom.scene import Json, Material, Mesh, Node, Primitive, Scene, Texture

__all__ = ["product_extras", "product_mesh", "product_scene", "product_xmp", "store_scene"]


def product_mesh(product: TexturedProduct, encoding: Literal["jpeg", "png"] = "jpeg") -> Mesh:
    """The product's mesh and its materials, in the frame `product`."""
    sku = product.product_id
    own = _material(sku, product.material, encoding)
    others = [(v.name, _material(f"{sku} {v.name}", v, encoding)) for v in product.variants]
    primitive = Primitive(
        positions_m=product.vertices_m,
        normals=product.normals,
        uvs=product.uvs,
        uvs_second=product.parts.uvs_m if product.parts else None,
        faces=product.faces,
        material=own,
        variants=((product.material.name, own), *others) if others else (),
    )
    return Mesh(product.product_id, (primitive,))


def _material(name: str, pbr: PbrMaterial, encoding: Literal["jpeg", "png"]) -> Material:
    orm = Texture(f"{name} occlusion, roughness, metalness", pbr.orm, encoding=encoding)
    return Material(
        name=pbr.name,
        base_colour_texture=Texture(f"{name} base colour", pbr.base_colour, encoding=encoding),
        occlusion_texture=orm,
        metallic_roughness_texture=orm,
        roughness=1.0,
        metallic=1.0,
        double_sided=pbr.double_sided,
    )


def product_extras(
    product: TexturedProduct, details: CatalogProduct | None = None
) -> dict[str, Json]:
    """What a node says about its product: sku, name, category, price, currency, url and true size in metres.

    Names and descriptions in other languages are there where the catalog has them.
    """
    size = product.size_m
    extras: dict[str, Json] = {"sku": product.product_id}
    if details is not None:
        price = details.price
        extras |= {
            "name": details.name,
            "category": details.category,
            "price": None if price is None else price.amount,
            "currency": None if price is None else price.currency,
            "url": details.url,
            "names": dict(details.names) or None,
            "descriptions": dict(details.descriptions) or None,
        }
    extras |= {
        "width_m": round(float(size.width_m), 4),
        "height_m": round(float(size.height_m), 4),
        "depth_m": round(float(size.depth_m), 4),
    }
    return {key: value for key, value in extras.items() if value is not None}


def product_xmp(product: TexturedProduct, details: CatalogProduct | None = None) -> dict[str, Json]:
    """JSON-LD packet for KHR_xmp_json_ld: Dublin Core for the file, schema.org for the product."""
    packet: dict[str, Json] = {
        "@context": {
            "dc": "http://purl.org/dc/elements/1.1/",
            "schema": "https://schema.org/",
        },
        "@id": "",
        "dc:identifier": product.product_id,
        "dc:format": "model/gltf-binary",
        "schema:sku": product.product_id,
    }
    if details is None:
        return packet
    packet["dc:title"] = details.name
    packet["schema:name"] = details.name
    if details.description:
        packet["dc:description"] = details.description
    if details.category is not None:
        packet["schema:category"] = details.category
    if details.url is not None:
        packet["schema:url"] = details.url
    if details.price is not None:
        packet["schema:price"] = details.price.amount
        packet["schema:priceCurrency"] = details.price.currency
    return packet


def product_scene(
    product: TexturedProduct,
    details: CatalogProduct | None = None,
    encoding: Literal["jpeg", "png"] = "png",
) -> Scene:
    """Scene of the product's master file: one root node named by the SKU; its pictures lose nothing."""
    node = Node(
        name=product.product_id,
        mesh=product_mesh(product, encoding),
        extras=product_extras(product, details),
        xmp=product_xmp(product, details),
    )
    return Scene(name=product.product_id, roots=(node,))


def store_scene(product: TexturedProduct, details: CatalogProduct | None = None) -> Scene:
    """The same as JPEG and without XMP: stores and their tools know core glTF best, and variants ask for nothing."""
    scene = product_scene(product, details, "jpeg")
    return replace(scene, roots=tuple(replace(node, xmp=None) for node in scene.roots))
