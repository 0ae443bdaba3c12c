"""The database: its tables, who writes an edition into it, which records were taken for one paper.."""
