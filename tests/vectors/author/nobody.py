"""What stands for nobody (rules 3.4), by the ends of the cases' names; those that are no name of a person either, and what is somebody."""

NO_NAMES = {
    "null": "null", "null-upper-case": " NULL ", "null-in-parentheses": "(null)", "null-in-brackets": "<null>", "null-in-quotes": '"null"', "null-twice": "null null",
    "undefined": "undefined", "undefined-case": " Undefined ", "undefined-twice": "undefined undefined", "unknown": "unknown", "n-a": "N/A", "na-in-brackets": "<NA>", "hash-n-a": "#N/A", "hash-ref": "#REF!", "hash-value": "#VALUE!",
    "hash-name": "#NAME?", "hash-null": "#NULL!", "hash-div": "#DIV/0!", "backslash-n": "\\N", "none-in-parentheses": "(none)", "not-set": "(not set)", "not-set-bare": "Not Set",
    "not-set-encoded": "%28not%20set%29", "not-set-plus": "(not+set)", "not-provided": "(not provided)", "object-object": "[object Object]", "braces": "{}", "brackets": "[]", "quotes": '""',
    "single-quotes": "''", "dash": "-", "none-twice": "None None", "zero-uuid": "00000000-0000-0000-0000-000000000000", "macro-braces": "{{user_id}}", "macro-braces-spaced": "{{ user.id }}",
    "macro-braces-encoded": "%7B%7Buser_id%7D%7D", "macro-within": "a-{{id}}", "macro-dollar": "${id}", "macro-hash": "#{id}", "macro-percent": "%%ID%%", "macro-percent-signs": "{% id %}",
    "spreadsheet-spill": "#SPILL!", "spreadsheet-german": "#BEZUG!", "spreadsheet-spanish": "#\u00a1DIV/0!", "spreadsheet-spanish-name": "#\u00bfNOMBRE?", "spreadsheet-nv": "#NV", "object-null": "[object Null]",
    "object-of-a-page": "[object HTMLInputElement]", "object-plus": "%5Bobject+Object%5D", "backslash-n-escaped": "\\\\N", "not-available": "(not available)", "blank-in-parentheses": "(blank)",
    "other-in-parentheses": "(other)", "zero-uuid-in-braces": "{00000000-0000-0000-0000-000000000000}", "zero-uuid-without-hyphens": "00000000000000000000000000000000",
    "macro-braces-encoded-twice": "%257B%257Buser_id%257D%257D", "macro-brackets": "[CLICK_ID]", "macro-two-brackets": "[[id]]", "macro-hashes": "##ID##", "macro-angle-brackets": "<id>",
    "macro-php": "<?= $id ?>", "macro-smarty": "{$id}", "macro-percent-brace": "%{id}", "macro-at": "@{id}",
    "macro-one-percent": "%id%", "macro-erb": "<%= id %>", "macro-stars": "*|ID|*", "macro-tiktok": "__CLICKID__", "macro-tiktok-encoded": "%5F%5FCLICKID%5F%5F", "macro-one-brace": "{gclid}", "macro-with-a-digit": "__PARAM1__",
}
NOBODY = NO_NAMES | {
    "nan": "nan", "nan-of-javascript": "NaN", "nat": "NaT", "nil": "nil", "nil-in-brackets": "<nil>", "none": "None", "anonymous": "Anonymous", "guest": "guest", "true": "true", "false": "False",
}
SOMEBODY = {
    "one": "1", "zeros": "00", "na": "na", "guest1": "guest1", "nulls": "nulls", "underscores": "a__b__c", "percent": "50%25x", "uuid-in-braces": "{38400000-8cf0-11bd-b23e-10b96e40000d}",
    "uuid-of-digits-in-braces": "{a8400000cf011bdb23e10b96e40000d0}", "word-in-it": "order-null-4711", "brace": "a{b", "nano": "Nano", "hash": "#1001",
    "hash-with-a-word": "#abc!", "brackets-of-a-number": "[1]", "brackets-in-it": "[a] b", "plus": "a+b", "sixteen-zeros": "0" * 16,
}
