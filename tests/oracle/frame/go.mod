module oracle/frame

go 1.25.0

require github.com/containernetworking/cni v1.2.0-rc1
