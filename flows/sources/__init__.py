"""Where articles come from: files, folders, globs, an inbox, object storage. Feeds, web addresses and archives would stand here too."""
