"""Commands of `scrapy` inside this project (Scrapy's setting COMMANDS_MODULE)."""
