"""Questions about the network; they read and return."""

from routing.network.graph import Graph
from routing.network.store import STORE


def current_graph() -> Graph:
    """The graph of the published segments, with closures, shade and heat as they are now.

    Asks the database once; arrays are mapped from disk and shared by all processes, and made
    anew by the first who notices that a table has changed. Raises NoNetwork.
    """
    return STORE.current()
