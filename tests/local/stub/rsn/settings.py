SECRET_KEY = "a stub has no secrets"
