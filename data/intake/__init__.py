"""From a file to typed rows or every fault in it: readers of workbooks, headers, cells, rules, templates; `importing` takes a batch in."""
