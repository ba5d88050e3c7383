"""Read a report as tests do: by row and column key."""

from django.test import Client


def report_cells(client: Client, slug: str, **filters: str) -> dict[str, dict[str, dict]]:
    """Return {row key: {column key: {"value", "reason"}}} of a report's JSON."""
    answer = client.get(f"/reports/{slug}.json", filters)
    assert answer.status_code == 200, (answer.status_code, answer.content[:300])
    return {row["key"]: row["cells"] for row in answer.json()["rows"]}


def report_json(client: Client, slug: str, **filters: str) -> dict[str, dict[str, object]]:
    """Return {row key: {column key: value}} of a report's JSON."""
    return {
        row: {column: cell["value"] for column, cell in cells.items()}
        for row, cells in report_cells(client, slug, **filters).items()
    }
