console.log("keel");
