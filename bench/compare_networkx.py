"""Reads what Maillage exported into a folder, reckons the same figures with NetworkX, and prints the differences as JSON."""

import csv
import json
import sys

import networkx as nx
from networkx.algorithms.link_analysis import pagerank_alg

folder = sys.argv[1]
MOST_EXACT = 5_000


def read(name):
    with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
        return json.load(file) if name.endswith(".json") else list(csv.DictReader(file))


def from_csv():
    graph = nx.Graph()
    graph.add_nodes_from(row["id"] for row in read("nodes.csv"))
    graph.add_weighted_edges_from(
        (row["source"], row["target"], int(row["weight"])) for row in read("edges.csv")
    )
    return graph


def weights(graph):
    return {frozenset(edge): int(weight) for *edge, weight in graph.edges(data="weight")}


formats = {
    "graphml": nx.read_graphml(f"{folder}/network.graphml"),
    "gexf": nx.read_gexf(f"{folder}/network.gexf"),
    "csv": from_csv(),
    "json": nx.node_link_graph(read("network.json"), **({"edges": "links"} if nx.__version__ >= "3.4" else {})),
}
graph = formats["graphml"]
for name, other in formats.items():
    if other.is_directed() or other.is_multigraph():
        sys.exit(f"{name} is directed, or has ties twice")
    if set(other) != set(graph) or weights(other) != weights(graph):
        sys.exit(f"{name} is another network than graphml")

metrics = read("metrics.json")
figures = metrics["figures"]
rows = {row["slug"]: row for row in read("metrics.csv")}
if set(rows) != set(graph) or metrics["counts"]["ties"] != graph.number_of_edges():
    sys.exit("the figures are of another network than the files")

differences = {}


def compare(name, ours, theirs):
    """The largest difference of numbers by node, or of two numbers."""
    if isinstance(theirs, dict):
        worst = max((abs(float(ours[node]) - value) for node, value in theirs.items()), default=0.0)
    elif ours is None or theirs is None:
        worst = 0.0 if ours is None and theirs is None else float("inf")
    else:
        worst = abs(ours - theirs)
    differences[name] = worst


def column(name):
    return {slug: row[name] for slug, row in rows.items()}


def assortativity(attribute):
    known = graph.subgraph(node for node, data in graph.nodes(data=True) if data.get(attribute))
    kinds = {data[attribute] for node, data in known.nodes(data=True) if known.degree(node) > 0}
    if known.number_of_edges() == 0 or len(kinds) < 2:
        return None
    return float(nx.attribute_assortativity_coefficient(known, attribute))


compare("degree", column("degree"), dict(graph.degree()))
compare("weighted degree", column("weight"), dict(graph.degree(weight="weight")))
compare("density", figures["density"], nx.density(graph))
components = sorted(nx.connected_components(graph), key=len, reverse=True)
compare("components", figures["components"]["total"], len(components))
compare("largest component", sum(figures["components"]["sizes"][:1]), len(components[0]) if components else 0)
together = {}
for slug, row in rows.items():
    together.setdefault(row["component"], set()).add(slug)
compare("members of components", len({frozenset(each) for each in together.values()} ^ {frozenset(each) for each in components}), 0)
compare("bridges", figures["bridges"]["total"], sum(1 for _ in nx.bridges(graph)))
articulations = set(nx.articulation_points(graph))
compare(
    "articulation actors",
    len(articulations ^ {slug for slug, row in rows.items() if row["isArticulation"] == "true"}),
    0,
)
compare("PageRank", column("pageRank"), pagerank_alg._pagerank_python(graph, tol=1e-15, max_iter=1_000))
compare("assortativity by country", figures["assortativity"]["country"], assortativity("country"))
compare("assortativity by theme", figures["assortativity"]["theme"], assortativity("theme"))
communities = {}
for slug, row in rows.items():
    communities.setdefault(row["community"], set()).add(slug)
compare(
    "modularity of the communities",
    figures["communities"]["modularity"],
    nx.algorithms.community.modularity(graph, communities.values(), weight="weight"),
)
if len(graph) <= MOST_EXACT:
    compare("betweenness", column("betweenness"), nx.betweenness_centrality(graph))

print(
    json.dumps(
        {
            "networkx": nx.__version__,
            "actors": len(graph),
            "ties": graph.number_of_edges(),
            "weight": sum(weights(graph).values()),
            "differences": differences,
        }
    )
)
