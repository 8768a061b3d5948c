ui = true
listener "tcp" {
  address = "[::]:8200"
}
