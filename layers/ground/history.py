"""History of edited layers: every insert, update and delete leaves a full copy of the row."""

import pghistory

EDIT_EVENTS = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)


def tracked(model):
    """Class decorator for a `Feature` that people edit. Its events are `model.history`.

    Bulk layers (streets, buildings) are not tracked: they keep import runs instead.
    """
    return pghistory.track(
        *(event() for event in EDIT_EVENTS),
        exclude=["tile_geometry"],
        obj_field=pghistory.ObjForeignKey(
            related_name="history", related_query_name="history", db_index=True
        ),
    )(model)
