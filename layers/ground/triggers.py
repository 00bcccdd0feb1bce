"""What must hold for every feature, whoever writes it: triggers, inherited by each layer."""

import pgtrigger

# For any table whose changes others must hear of: its revision rises at commit.
NOTE_CHANGE = pgtrigger.Trigger(
    name="note_change",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate),
    func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
)

FEATURE_TRIGGERS = [
    pgtrigger.Trigger(
        name="next_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        # Generated columns are computed after this; without the first line every row differs.
        func="""
            NEW.tile_geometry = OLD.tile_geometry;
            IF OLD.* IS DISTINCT FROM NEW.* THEN
                NEW.version = OLD.version + 1;
                NEW.updated_at = now();
            END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="inside_city",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("geometry"),
        func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
    ),
    NOTE_CHANGE,
]
