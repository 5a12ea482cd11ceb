"""The hall: floor plan, walking, tours, import and checks of plans."""
